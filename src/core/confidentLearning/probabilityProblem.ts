import type { PredProbs } from './predProbs';
import { message, type Message } from '../words/message';

/** How far a row's sum may be from 1: room for float16 and for probabilities written with a few decimals. */
const SUM_TOLERANCE = 0.01;

const PERCENT = 100;

/**
 * What is wrong with a row, as the end of a sentence that names it; undefined for probabilities that sum to 1. What the
 * numbers seem to be instead decides on the advice: softmax would only hide that they are percentages, or hold a label.
 */
export function probabilityProblem(
  { data, columns }: PredProbs,
  row: number,
  nameColumn: (column: number) => string,
): Message | undefined {
  if (sumsToOne(data, row * columns, (row + 1) * columns)) return undefined;
  const values = data.subarray(row * columns, (row + 1) * columns);
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) return message('no-number', { column: nameColumn(broken), value: `${values[broken]}` });
  const outside = values.findIndex((value) => !isProbability(value));
  const sum = sumOf(values);
  if (outside >= 0 && isNear(sum / PERCENT, 1) && values.every((value) => value >= 0))
    return message('probabilities-percent');
  const extra = values.findIndex((value, column) => isTooMuch(values, column, sum - value));
  if (extra >= 0)
    return message('no-class-column', { column: nameColumn(extra), value: `${short(values[extra]!)}` });
  if (outside < 0) return message('probabilities-sum', { sum: `${short(sum)}` });
  if (values.every((value) => value <= 0) && isNear(sumOf(values.map(Math.exp)), 1))
    return message('probabilities-logarithms');
  return message('no-probability', { column: nameColumn(outside), value: `${values[outside]}` });
}

/** The way of nearly all rows, without a call for each number. */
function sumsToOne(data: PredProbs['data'], start: number, end: number): boolean {
  let sum = 0;
  for (let at = start; at < end; at++) {
    const value = data[at]!;
    // Written so that NaN fails it.
    if (!(value >= 0 && value <= 1)) return false;
    sum += value;
  }
  return isNear(sum, 1);
}

const isProbability = (value: number): boolean => value >= 0 && value <= 1;
const isNear = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= SUM_TOLERANCE;
const sumOf = (values: PredProbs['data']): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
/** As people would write it: a sum of floats has a tail. */
const short = (value: number): number => Number(value.toPrecision(6));

/** Whether the other columns are probabilities that sum to 1 by themselves: this one holds a label or a number of the row. */
function isTooMuch(values: PredProbs['data'], column: number, sumOfOthers: number): boolean {
  return (
    values.length > 2 &&
    isNear(sumOfOthers, 1) &&
    !isNear(values[column]!, 0) &&
    values.every((value, other) => other === column || isProbability(value))
  );
}
