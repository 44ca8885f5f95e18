import { AppError } from '../appError';
import type { PredProbs } from './predProbs';
import { message, type Message } from '../words/message';

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

function badPredictions(why: Message): AppError {
  return new AppError('bad-predictions', why);
}
