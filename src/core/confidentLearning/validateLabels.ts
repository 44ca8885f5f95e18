import { AppError } from '../appError';
import type { PredProbs } from './predProbs';
import { message, type Message } from '../words/message';

/** How far a row's sum may be from 1: room for float16 and for probabilities written with a few decimals. */
const SUM_TOLERANCE = 0.01;

/** Checks that there is one class index for each row. @throws AppError `bad-predictions`, `bad-labels`. */
export function validateLabels(
  labels: Int32Array,
  { rows, columns }: Pick<PredProbs, 'rows' | 'columns'>,
): void {
  if (rows === 0) throw badPredictions(message('no-predictions'));
  if (columns < 2) throw badPredictions(message('one-prediction-column', { columns }));
  if (labels.length !== rows)
    throw new AppError('bad-labels', message('label-count', { labels: labels.length, rows }));
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (label < 0 || label >= columns)
      throw new AppError(
        'bad-labels',
        message('label-no-class', {
          row: `${row}`,
          label: `${label}`,
          columns: `${columns}`,
          last: `${columns - 1}`,
        }),
      );
  }
}

/** What is wrong with a row, as the end of a sentence that names it; undefined for probabilities that sum to 1. */
export function probabilityProblem({ data, columns }: PredProbs, row: number): Message | undefined {
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    const probability = data[row * columns + column]!;
    // Written so that NaN fails it.
    if (!(probability >= 0 && probability <= 1))
      return message('no-probability', { column: `${column}`, value: `${probability}` });
    sum += probability;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return undefined;
  return message('probabilities-sum', { sum: `${Number(sum.toPrecision(6))}` });
}

function badPredictions(why: Message): AppError {
  return new AppError('bad-predictions', why);
}
