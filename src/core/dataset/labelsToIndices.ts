import { AppError } from '../appError';
import { listed } from '../words/listed';
import { message } from '../words/message';
import { findHeaderClasses, numberedColumns } from './headerClasses';
import { sortClasses } from './sortClasses';

export interface LabelIndices {
  /** Class names in column order. */
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  /** Whether columns were named, rather than taken in an order that is usual. */
  readonly isNamed: boolean;
  /** Columns whose name in the header is written in another way than the class. */
  readonly respelt: readonly number[];
}

interface LabelsRequest {
  readonly labels: readonly string[];
  readonly columns: number;
  readonly classes?: readonly string[] | undefined;
  readonly columnNames?: readonly string[] | undefined;
}

/**
 * Turns labels as written into class indices for a matrix of `columns` columns.
 *
 * With `classes`, labels are those names or, failing that, indices into them. `columnNames` (a CSV's header) are the classes where
 * they name all labels, or where labels are indices and they do more than count the columns. Without either, labels that are all
 * whole numbers below `columns` are indices and name their classes; other labels are names, whose classes are their
 * distinct values in sorted order (numbers by their value), one for each column.
 * @throws AppError `bad-labels`.
 */
export function labelsToIndices(request: LabelsRequest): LabelIndices {
  const { labels, columns, classes, columnNames } = request;
  if (classes !== undefined) return indicesAmong(classes, request);
  const distinct = sortClasses(new Set(labels));
  const areIndices = distinct.every((label) => isIndex(label, columns));
  if (columnNames !== undefined) {
    const { named, respelt } = findHeaderClasses(columnNames, distinct);
    if (named.size === distinct.length) {
      const ordered = columnNames.map((name, column) => named.get(column) ?? name);
      return { ...indexByName(labels, ordered), isNamed: true, respelt };
    }
    const isCounted = numberedColumns(columnNames)?.every((place, column) => place === column) === true;
    if (!areIndices && !isCounted) throw labelWithoutColumn(distinct, columnNames, new Set(named.values()));
    if (areIndices && !isCounted) return { ...indicesOf(labels, columnNames), isNamed: true, respelt: [] };
  }
  const unnamed = { isNamed: false, respelt: [] };
  if (areIndices) {
    const numbers = Array.from({ length: columns }, (_, index) => String(index));
    return { ...indicesOf(labels, numbers), ...unnamed };
  }
  if (distinct.length !== columns)
    throw new AppError(
      'bad-labels',
      message('label-kinds', { labels: distinct.length, names: listed(distinct), columns }),
    );
  return { ...indexByName(labels, distinct), ...unnamed };
}

function indicesAmong(classes: readonly string[], { labels, columns }: LabelsRequest): LabelIndices {
  if (classes.length !== columns)
    throw new AppError('bad-labels', message('class-count-named', { classes: classes.length, columns }));
  const names = new Set(classes);
  const unknown = labels.find((label) => !names.has(label));
  const named = { isNamed: true, respelt: [] };
  if (unknown === undefined) return { ...indexByName(labels, classes), ...named };
  if (!labels.every((label) => isIndex(label, columns)))
    throw new AppError('bad-labels', message('label-unknown', { label: unknown }));
  return { ...indicesOf(labels, classes), ...named };
}

function labelWithoutColumn(
  distinct: readonly string[],
  columnNames: readonly string[],
  named: ReadonlySet<string>,
): AppError {
  const label = distinct.find((name) => !named.has(name)) ?? '';
  return new AppError('bad-labels', message('label-without-column', { label, columns: listed(columnNames) }));
}

function indexByName(labels: readonly string[], classes: readonly string[]) {
  const indices = new Map(classes.map((name, index) => [name, index]));
  return { classes, labels: Int32Array.from(labels, (label) => indices.get(label) ?? -1) };
}

const indicesOf = (labels: readonly string[], classes: readonly string[]) => ({
  classes,
  labels: Int32Array.from(labels, Number),
});

function isIndex(label: string, columns: number): boolean {
  return /^\d+$/.test(label) && Number(label) < columns;
}
