import { AppError } from '../../core/appError';
import type { PredProbs } from '../../core/confidentLearning/predProbs';
import { probabilityProblem } from '../../core/confidentLearning/probabilityProblem';
import { validateLabels } from '../../core/confidentLearning/validateLabels';
import { message } from '../../core/words/message';

/** The given labels of N samples, and what a model that has not seen these samples predicts for K classes. */
export interface LabelsAndPredictions {
  /** N class indices from 0 to K − 1, as an array or a typed array. An `Int32Array` is not copied. */
  readonly labels: ArrayLike<number>;
  /**
   * N×K probabilities, each row summing to 1 (to within 0.01): a list of N rows, or all rows one after the other, which are
   * not copied. All that is computed from numbers in `Float32Array`s is computed in that precision, as numpy does.
   */
  readonly predProbs: PredProbs | readonly ArrayLike<number>[];
}

/** What `core` computes on. */
export interface CheckedInput {
  readonly labels: Int32Array;
  readonly predProbs: PredProbs;
}

/** Checks what a program has given. @throws AppError `bad-labels`, `bad-predictions`. */
export function checkInput(input: LabelsAndPredictions): CheckedInput {
  const predProbs = flatten(input.predProbs);
  const labels = readLabels(input.labels, predProbs);
  validateLabels(labels, predProbs);
  for (let row = 0; row < predProbs.rows; row++) {
    const problem = probabilityProblem(predProbs, row, String);
    if (problem !== undefined)
      throw new AppError(
        'bad-predictions',
        message('predictions-bad-row', {
          file: 'predProbs',
          row: message('row-counted-from-0', { row: `${row}` }),
          problem,
        }),
      );
  }
  return { labels, predProbs };
}

/** Whole numbers; whether they are classes, and as many as there are rows, is left to `validateLabels`. */
function readLabels(given: ArrayLike<number>, { columns }: PredProbs): Int32Array {
  if (given instanceof Int32Array) return given;
  // Programs that are not type-checked may give anything.
  if (!isList(given)) throw new AppError('bad-labels', message('library-no-labels'));
  const labels = new Int32Array(given.length);
  for (let row = 0; row < given.length; row++) {
    const label = given[row]!;
    labels[row] = label;
    // Not what an `Int32Array` holds: a fraction, a text, or too large.
    if (labels[row] !== label)
      throw new AppError(
        'bad-labels',
        message('label-no-class', {
          row: `${row}`,
          label: String(label),
          columns: `${columns}`,
          last: `${columns - 1}`,
        }),
      );
  }
  return labels;
}

function flatten(given: LabelsAndPredictions['predProbs']): PredProbs {
  if (isList(given)) return joinRows(given);
  const { data, rows, columns } = isObject(given) ? given : {};
  if (typeof rows !== 'number' || typeof columns !== 'number')
    throw new AppError('bad-predictions', message('library-no-rows'));
  const isFlat = data instanceof Float32Array || data instanceof Float64Array;
  if (!isFlat || data.length !== rows * columns)
    throw new AppError(
      'bad-predictions',
      message('library-flat-size', { rows: `${rows}`, columns: `${columns}` }),
    );
  return { data, rows, columns };
}

function joinRows(rows: ArrayLike<ArrayLike<number>>): PredProbs {
  const columns = lengthOf(rows[0]);
  const count = rows.length * columns;
  const isFloat32 = Array.from(rows).every((row) => row instanceof Float32Array);
  const data = isFloat32 ? new Float32Array(count) : new Float64Array(count);
  for (let row = 0; row < rows.length; row++) {
    const found = lengthOf(rows[row]);
    if (found !== columns)
      throw new AppError(
        'bad-predictions',
        message('library-ragged-row', { row: `${row}`, columns: `${found}`, expected: `${columns}` }),
      );
    data.set(rows[row]!, row * columns);
  }
  return { data, rows: rows.length, columns };
}

const lengthOf = (row: ArrayLike<number> | undefined): number => (isList(row) ? row.length : 0);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isList = <T>(value: ArrayLike<T> | object | undefined): value is ArrayLike<T> =>
  Array.isArray(value) || ArrayBuffer.isView(value);
