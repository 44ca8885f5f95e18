import { AppError } from '../appError';
import type { PredProbs } from './predProbs';

/** How far a row's sum may be from 1: room for float16 and for probabilities written with a few decimals. */
const SUM_TOLERANCE = 0.01;

/** Checks that there is one class index for each row. @throws AppError `bad-predictions`, `bad-labels`. */
export function validateLabels(
  labels: Int32Array,
  { rows, columns }: Pick<PredProbs, 'rows' | 'columns'>,
): void {
  if (rows === 0) throw badPredictions('There are no predictions; give one row for each sample.');
  if (columns < 2)
    throw badPredictions(`Predictions have ${columns} column; give one for each class, two at least.`);
  if (labels.length !== rows)
    throw new AppError(
      'bad-labels',
      `There are ${labels.length} labels for ${rows} rows of predictions; give one label for each row.`,
    );
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (label < 0 || label >= columns)
      throw new AppError(
        'bad-labels',
        `Row ${row}: ${label} is not a class index; with ${columns} columns they go from 0 to ${columns - 1}.`,
      );
  }
}

/** What is wrong with a row, as the end of a sentence that names it; undefined for probabilities that sum to 1. */
export function probabilityProblem({ data, columns }: PredProbs, row: number): string | undefined {
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    const probability = data[row * columns + column]!;
    // Written so that NaN fails it.
    if (!(probability >= 0 && probability <= 1))
      return `, column ${column}: ${probability} is not a probability; apply softmax to logits before saving`;
    sum += probability;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return undefined;
  return `: the probabilities sum to ${Number(sum.toPrecision(6))} instead of 1; give one probability per class`;
}

function badPredictions(message: string): AppError {
  return new AppError('bad-predictions', message);
}
