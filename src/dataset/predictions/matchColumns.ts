import { AppError } from '../../core/appError';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { sortClasses } from '../../core/dataset/sortClasses';
import { findHeaderClasses, numberedColumns } from '../../core/dataset/headerClasses';
import type { PredictionsReader } from './predictionsReader';
import { listed } from '../../core/words/listed';
import { message, type Message } from '../../core/words/message';

/** The classes of the predictions, and where each column of the file and each label of the dataset belongs. */
export interface MatchedColumns {
  /** Sorted by code unit: all that the model knows, the dataset's among them. */
  readonly classes: readonly string[];
  /** Class index by column of the file. */
  readonly classOfColumn: Int32Array;
  /** Class index by class index of the dataset. */
  readonly classOfLabel: Int32Array;
  /** Whether columns were named, rather than taken in an order that is usual. */
  readonly isNamed: boolean;
  readonly warnings: readonly Message[];
}

/**
 * Tells which column is which class: by `names` when they are given, else by the header of a CSV, else in sorted order: of
 * folders as text, as most programs list them, of labels in a table that are numbers by their value.
 * @throws AppError `bad-predictions` when columns and classes do not fit together.
 */
export function matchColumns(
  index: DatasetIndex,
  reader: PredictionsReader,
  names: readonly string[] | undefined,
): MatchedColumns {
  const { classes, root, labelSource } = index;
  const { file, columns } = reader;
  const header = names === undefined ? readHeader(reader, classes) : checkNames(reader, names);
  const ordered =
    names ?? header?.ordered ?? (labelSource.kind === 'folders' ? classes : sortClasses(classes));
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
  const indexOf = new Map(sorted.map((name, at) => [name, at]));
  const unknown = classes.filter((name) => !indexOf.has(name));
  if (unknown.length > 0) throw classMissing(file, unknown, ordered);
  if (indexOf.size !== columns)
    throw new AppError('bad-predictions', message('predictions-class-twice', { file }));
  return {
    classes: sorted,
    classOfColumn: Int32Array.from(ordered, (name) => indexOf.get(name) ?? 0),
    classOfLabel: Int32Array.from(classes, (name) => indexOf.get(name) ?? 0),
    isNamed: names !== undefined || header?.ordered !== undefined,
    warnings: [
      ...leftOutWarning(reader),
      ...(header?.warnings ?? []),
      ...(ordered === classes ? numbersAsTextWarning(file, classes) : []),
    ],
  };
}

interface ReadHeader {
  /** Absent where the header only counts the columns. */
  readonly ordered?: readonly string[];
  readonly warnings: readonly Message[];
}

/** The class that the header gives each column; undefined without a header. */
function readHeader(reader: PredictionsReader, classes: readonly string[]): ReadHeader | undefined {
  const { file, columnNames } = reader;
  if (columnNames === undefined) return undefined;
  const { named, respelt } = findHeaderClasses(columnNames, classes);
  if (named.size === 0) {
    const places = numberedColumns(columnNames);
    if (places?.every((place, column) => place === column) === true) return { warnings: [] };
  }
  const found = new Set(named.values());
  const missing = classes.filter((name) => !found.has(name));
  if (missing.length > 0) throw classMissing(file, missing, columnNames);
  const ordered = columnNames.map((name, column) => named.get(column) ?? name);
  return { ordered, warnings: respeltWarning(reader, ordered, respelt) };
}

/** `names` and a header must not contradict each other; what the header calls otherwise altogether is what names are for. */
function checkNames(
  { file, columns, columnNames = [] }: PredictionsReader,
  names: readonly string[],
): ReadHeader {
  if (names.length !== columns)
    throw new AppError(
      'bad-predictions',
      message('predictions-class-count-named', { file, columns, named: names.length }),
    );
  const { named } = findHeaderClasses(columnNames, names);
  const wrong = names.findIndex((name, column) => (named.get(column) ?? name) !== name);
  if (wrong >= 0)
    throw new AppError(
      'bad-predictions',
      message('predictions-classes-contradict', {
        file,
        place: `${wrong + 1}`,
        column: columnNames[wrong]!,
        named: names[wrong]!,
      }),
    );
  return { warnings: [] };
}

/** Which columns are named as a class in another spelling; none where none are. `classes` are in the order of the columns. */
export function respeltWarning(
  { file, columnNames = [] }: PredictionsReader,
  classes: readonly string[],
  respelt: readonly number[],
): readonly Message[] {
  if (respelt.length === 0) return [];
  return [
    message('predictions-columns-respelt', {
      file,
      count: respelt.length,
      columns: listed(respelt.map((column) => columnNames[column]!)),
      classes: listed(respelt.map((column) => classes[column]!)),
    }),
  ];
}

/** Folders that are numbers: programs that list them as text and those that count them differ in rows and columns alike. */
function numbersAsTextWarning(file: string, classes: readonly string[]): readonly Message[] {
  const counted = sortClasses(classes);
  const isSame = counted.every((name, at) => name === classes[at]);
  return isSame ? [] : [message('predictions-numbers-as-text', { file, taken: listed(classes) })];
}

/** Which columns are no classes; none where all are. */
export function leftOutWarning({ file, leftOut = [] }: PredictionsReader): readonly Message[] {
  if (leftOut.length === 0) return [];
  const columns = listed(leftOut.map((name) => `"${name}"`));
  return [
    leftOut.length === 1
      ? message('predictions-columns-left-out', { file, columns })
      : message('predictions-many-columns-left-out', { file, columns }),
  ];
}

const classMissing = (file: string, missing: readonly string[], columns: readonly string[]): AppError =>
  new AppError(
    'bad-predictions',
    message('predictions-class-missing', {
      file,
      count: missing.length,
      classes: listed(missing),
      columns: listed(columns),
    }),
  );
