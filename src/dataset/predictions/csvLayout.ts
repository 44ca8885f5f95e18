import { AppError } from '../../core/appError';
import type { Table } from '../../files/table';
import { isImageFile } from '../../core/dataset/imageFiles';
import { isLabelColumnName, isPathColumnName, normalizeColumnName } from '../../core/dataset/columnNames';
import { findHeaderClasses, numberedColumns } from '../../core/dataset/headerClasses';
import { message } from '../../core/words/message';

/** What the columns of a table of predictions hold. */
export interface CsvLayout {
  readonly table: Table;
  readonly hasHeader: boolean;
  readonly cells: number;
  readonly pathIndex: number | undefined;
  /** Cells that hold probabilities. */
  readonly classIndices: readonly number[];
  readonly columnNames?: readonly string[] | undefined;
  /** Names of the columns that hold something else. The index that data frames write is not among them. */
  readonly leftOut: readonly string[];
}

export interface LayoutRequest {
  readonly pathColumn?: string | undefined;
  /** What columns may be named after; a class may be named `label` or `id`. */
  readonly classes?: readonly string[] | undefined;
}

/** What programs write beside the probabilities, lower case with `_` for blanks and dashes. */
const NO_CLASS_NAMES: ReadonlySet<string> = new Set([
  ...['pred', 'preds', 'prediction', 'predicted', 'predicted_label', 'predicted_class', 'pred_label'],
  ...['pred_class', 'pred_idx', 'y_pred', 'y_hat', 'y_true', 'true', 'true_label', 'ground_truth', 'gt'],
  ...['argmax', 'top1', 'top_1', 'confidence', 'max_prob', 'max_probability', 'loss', 'entropy', 'margin'],
  ...['correct', 'is_correct', 'fold', 'split', 'subset', 'id', 'idx', 'row', 'width', 'height'],
]);
const INDEX_NAME = /^(?:|unnamed:.*|index|level_\d+)$/iu;
/** Rows from which counting them is no accident. */
const LEAST_COUNTED = 3;

/** Tells what the columns hold, by the header and by the first rows. @throws AppError `bad-predictions`. */
export function readCsvLayout(table: Table, request: LayoutRequest): CsvLayout {
  const sample = table.head.map(({ cells }) => cells);
  const first = sample[0] ?? [];
  const hasHeader = isHeader(first, sample.slice(1));
  const rows = hasHeader ? sample.slice(1) : sample;
  const cellsOf = (index: number) => rows.map((cells) => cells[index] ?? '');
  const isClass = classesIn(first, hasHeader, request.classes);
  const pathIndex = hasHeader
    ? pathIndexOf({ table, names: first, wanted: request.pathColumn, isClass, cellsOf })
    : (only([...first.keys()], (index) => cellsOf(index).every(isImageFile)) ??
      only([...first.keys()], (index) => isText(cellsOf(index))));
  const others = [...first.keys()].filter((index) => index !== pathIndex);
  const hasManyClasses = others.filter(isClass).length > 1;
  const isOther = (index: number): boolean =>
    !isClass(index) &&
    ((hasHeader && isNoClassName(first[index]!)) ||
      isText(cellsOf(index)) ||
      (others.length > 2 && isCounting(cellsOf(index))) ||
      (hasManyClasses && cellsOf(index).some((cell) => isNumber(cell) && !isProbability(Number(cell)))));
  const classIndices = others.filter((index) => !isOther(index));
  const nameOf = (index: number) => (hasHeader ? first[index]! : `column ${index + 1}`);
  const isIndex = (index: number) =>
    hasHeader ? INDEX_NAME.test(first[index]!) : isCounting(cellsOf(index));
  return {
    table,
    hasHeader,
    cells: first.length,
    pathIndex,
    classIndices,
    columnNames: hasHeader ? classIndices.map((index) => first[index]!) : undefined,
    leftOut: others.filter((index) => isOther(index) && !isIndex(index)).map(nameOf),
  };
}

/** Which of the columns are named as classes. */
function classesIn(first: readonly string[], hasHeader: boolean, classes: readonly string[] = []) {
  const { named } = findHeaderClasses(hasHeader ? first : [], classes);
  return (index: number): boolean => named.has(index);
}

function pathIndexOf(header: {
  readonly table: Table;
  readonly names: readonly string[];
  readonly wanted: string | undefined;
  readonly isClass: (index: number) => boolean;
  readonly cellsOf: (index: number) => readonly string[];
}): number | undefined {
  const { table, names, wanted, isClass, cellsOf } = header;
  const { file } = table;
  const free = [...names.keys()].filter((index) => !isClass(index));
  const found =
    wanted === undefined
      ? free.filter((index) => isPathColumnName(names[index]!))
      : [...names.keys()].filter((index) => names[index] === wanted);
  if (found.length > 1)
    throw new AppError(
      'bad-predictions',
      message('predictions-two-path-columns', {
        file,
        columns: { list: found.map((index) => names[index]!) },
      }),
    );
  if (found.length === 0 && wanted !== undefined)
    throw new AppError(
      'bad-predictions',
      message('column-missing', { file, column: wanted, columns: { list: names } }),
    );
  const texts = free.filter((index) => isText(cellsOf(index)));
  return (
    found[0] ??
    only(texts, (index) => cellsOf(index).every(isImageFile)) ??
    only(texts, (index) => !isLabelColumnName(names[index]!) && !isNoClassName(names[index]!, ['id']))
  );
}

/** A first row of names, or of the numbers that data frames give columns; a row about an image is none. */
function isHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (first.some(isImageFile)) return false;
  const words = first.filter((cell) => !isNumber(cell));
  const numbers = first.filter(isNumber);
  if (numbers.length < 2) return words.length > 0;
  if (words.some((name) => isPathColumnName(name) || isLabelColumnName(name) || isNoClassName(name)))
    return true;
  if (numberedColumns(numbers) !== undefined) return numbers.length > 2 || isWrittenOtherwise(rest);
  return !isDistribution(numbers) && rest.length > 0 && isDistribution((rest[0] ?? []).filter(isNumber));
}

/** `0,1` may be a row, too, but not above rows that are all written with decimals. */
const isWrittenOtherwise = (rows: readonly (readonly string[])[]): boolean =>
  rows.length > 0 && rows.every((cells) => cells.some((cell) => isNumber(cell) && /[.e]/iu.test(cell)));

const isNoClassName = (name: string, except: readonly string[] = []): boolean => {
  const key = normalizeColumnName(name);
  return (
    INDEX_NAME.test(name) || isLabelColumnName(name) || (NO_CLASS_NAMES.has(key) && !except.includes(key))
  );
};

export const isNumber = (cell: string): boolean => cell !== '' && !Number.isNaN(Number(cell));
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

/** Of a column: nothing in it is a number, or meant to be one. */
const isText = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell) => !/^(?:nan|[\d.,\s%+-]*)$/iu.test(cell) && !isNumber(cell));

/** Of a column: it counts the rows. */
const isCounting = (cells: readonly string[]): boolean => {
  const start = Number(cells[0]);
  return (
    cells.length >= LEAST_COUNTED &&
    (start === 0 || start === 1) &&
    cells.every((cell, row) => cell !== '' && Number(cell) === start + row)
  );
};

function isDistribution(cells: readonly string[]): boolean {
  const values = cells.map(Number);
  const sum = values.reduce((a, b) => a + b, 0);
  return values.every(isProbability) && Math.abs(sum - 1) <= 0.01;
}

function only(indices: readonly number[], fits: (index: number) => boolean): number | undefined {
  const [index, ...others] = indices.filter(fits);
  return others.length === 0 ? index : undefined;
}
