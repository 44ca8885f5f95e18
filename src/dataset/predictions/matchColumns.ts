import { AppError } from '../../core/appError';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { PredictionsReader } from './predictionsReader';
import { message } from '../../core/words/message';

/** The classes of the predictions, and where each column of the file and each label of the dataset belongs. */
export interface MatchedColumns {
  /** Sorted by code unit: all that the model knows, the dataset's among them. */
  readonly classes: readonly string[];
  /** Class index by column of the file. */
  readonly classOfColumn: Int32Array;
  /** Class index by class index of the dataset. */
  readonly classOfLabel: Int32Array;
}

/** How many classes an error sentence lists. */
const LISTED = 5;

/**
 * Tells which column is which class: by `names` when they are given, else by the header of a CSV that names every class
 * of the dataset, else in sorted order.
 * @throws AppError `bad-predictions` when columns and classes do not fit together.
 */
export function matchColumns(
  { classes, root }: DatasetIndex,
  reader: PredictionsReader,
  names: readonly string[] | undefined,
): MatchedColumns {
  const { file, columns, columnNames } = reader;
  if (names !== undefined && names.length !== columns)
    throw new AppError(
      'bad-predictions',
      message('predictions-class-count-named', { file, columns, named: names.length }),
    );
  const isNamed = columnNames !== undefined && classes.every((name) => columnNames.includes(name));
  const ordered = names ?? (isNamed ? columnNames : classes);
  if (ordered.length !== columns)
    throw new AppError(
      'bad-predictions',
      message('predictions-class-count', {
        file,
        columns,
        root,
        count: classes.length,
        classes: listed(classes),
      }),
    );
  const sorted = [...ordered].sort(compareCodeUnits);
  const indexOf = new Map(sorted.map((name, index) => [name, index]));
  const unknown = classes.filter((name) => !indexOf.has(name));
  if (unknown.length > 0)
    throw new AppError(
      'bad-predictions',
      message('predictions-class-missing', { file, classes: listed(unknown), columns: listed(ordered) }),
    );
  if (indexOf.size !== columns)
    throw new AppError('bad-predictions', message('predictions-class-twice', { file }));
  return {
    classes: sorted,
    classOfColumn: Int32Array.from(ordered, (name) => indexOf.get(name) ?? 0),
    classOfLabel: Int32Array.from(classes, (name) => indexOf.get(name) ?? 0),
  };
}

const listed = (names: readonly string[]) =>
  `${names.slice(0, LISTED).join(', ')}${names.length > LISTED ? ', …' : ''}`;
