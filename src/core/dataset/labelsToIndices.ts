import { AppError } from '../appError';
import { message } from '../words/message';

export interface LabelIndices {
  /** Class names in column order. */
  readonly classes: readonly string[];
  readonly labels: Int32Array;
}

/**
 * Turns labels as written into class indices for a matrix of `columns` columns.
 *
 * With `classes`, labels are those names or, failing that, indices into them. Without, labels that are all whole numbers
 * below `columns` are indices and name their classes; other labels are names, whose classes are their distinct values
 * sorted by code unit, one for each column. `columnNames` (a CSV's header) order the classes when they are exactly those.
 * @throws AppError `bad-labels`.
 */
export function labelsToIndices(request: {
  readonly labels: readonly string[];
  readonly columns: number;
  readonly classes?: readonly string[];
  readonly columnNames?: readonly string[];
}): LabelIndices {
  const { labels, columns, classes, columnNames } = request;
  if (classes !== undefined) {
    if (classes.length !== columns)
      throw new AppError('bad-labels', message('class-count-named', { classes: classes.length, columns }));
    if (labels.every((label) => classes.includes(label))) return indexByName(labels, classes);
    if (!labels.every((label) => isIndex(label, columns)))
      throw new AppError('bad-labels', message('label-unknown', { label: firstUnknown(labels, classes) }));
    return { classes, labels: Int32Array.from(labels, Number) };
  }
  if (labels.every((label) => isIndex(label, columns)))
    return {
      classes: Array.from({ length: columns }, (_, index) => String(index)),
      labels: Int32Array.from(labels, Number),
    };
  const distinct = [...new Set(labels)].sort();
  if (columnNames !== undefined && distinct.every((name) => columnNames.includes(name)))
    return indexByName(labels, columnNames);
  if (distinct.length !== columns)
    throw new AppError('bad-labels', message('label-kinds', { labels: distinct.length, columns }));
  return indexByName(labels, distinct);
}

function indexByName(labels: readonly string[], classes: readonly string[]): LabelIndices {
  const indices = new Map(classes.map((name, index) => [name, index]));
  return { classes, labels: Int32Array.from(labels, (label) => indices.get(label) ?? -1) };
}

function isIndex(label: string, columns: number): boolean {
  return /^\d+$/.test(label) && Number(label) < columns;
}

function firstUnknown(labels: readonly string[], classes: readonly string[]): string {
  return labels.find((label) => !classes.includes(label)) ?? '';
}
