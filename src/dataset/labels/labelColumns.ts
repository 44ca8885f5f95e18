import { AppError } from '../../core/appError';
import type { Table, TableKind } from '../../files/table';
import { isLabelColumnName, isPathColumnName, ONE_PER_CLASS } from '../../core/dataset/columnNames';
import { isImageFile } from '../../core/dataset/imageFiles';
import { message } from '../../core/words/message';

/** The columns of a label table, and which of them hold paths and labels as far as that is certain. */
export interface DetectedColumns {
  /** Names from the header, or `column 1`, `column 2`, … for a table without one. */
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  /** Absent when more than one or none fits. */
  readonly pathColumn?: string;
  readonly labelColumn?: string;
}

export interface ChosenColumns {
  readonly pathColumn: string;
  readonly labelColumn: string;
  readonly pathIndex: number;
  /** -1 where the label is in columns of classes. */
  readonly labelIndex: number;
  readonly hasHeader: boolean;
}

/** Names for the columns of a table without a header. */
const NUMBERED = /^column ([1-9]\d*)$/u;

const LONGEST_LIST = 200;

/** A table of paths and labels. */
export const LABEL_TABLE: TableKind = {
  code: 'labels-unreadable',
  noun: message('noun-label-file'),
  row: message('row-path-and-label'),
};

/** Finds the path and the label column of a table by header name, else by what the first rows hold. */
export function detectColumns({ head }: Table): DetectedColumns {
  const sample = head.map(({ cells }) => cells);
  const first = sample[0] ?? [];
  const hasHeader = !first.some(isImageFile);
  const columns = first.map((name, i) => (hasHeader && name !== '' ? name : `column ${i + 1}`));
  const rows = hasHeader ? sample.slice(1) : sample;

  const namedPath =
    only(columns, isPathColumnName) ??
    only(columns, (_, i) => rows.length > 0 && rows.every((cells) => isImageFile(cells[i] ?? '')));
  const namedLabel = only(columns, isLabelColumnName);
  // Of two columns, the one that is not the paths holds the labels, and the other way round.
  const other = (index: number | undefined) =>
    columns.length === 2 && index !== undefined ? 1 - index : undefined;
  const pathIndex = namedPath ?? other(namedLabel);
  const labelIndex = namedLabel ?? other(namedPath);
  const certain = pathIndex !== labelIndex;
  return {
    columns,
    hasHeader,
    pathColumn: certain && pathIndex !== undefined ? columns[pathIndex] : undefined,
    labelColumn: certain && labelIndex !== undefined ? columns[labelIndex] : undefined,
  };
}

/**
 * The columns to read: those asked for, else those detected. Asked for as `column 1` and so on, those of a table whose first
 * row is no header.
 * @throws AppError `labels-columns-ambiguous` when neither settles it, `labels-unreadable` for a column that is not there.
 */
export function chooseColumns(
  file: string,
  detected: DetectedColumns,
  wanted: { readonly pathColumn?: string; readonly labelColumn?: string },
): ChosenColumns {
  const names = [wanted.pathColumn, wanted.labelColumn].filter((name) => name !== undefined);
  const isNumbered =
    names.length > 0 && names.every((name) => NUMBERED.test(name) && !detected.columns.includes(name));
  const columns = isNumbered ? detected.columns.map((_, i) => `column ${i + 1}`) : detected.columns;
  const list = { list: shorten(columns) };
  for (const name of names)
    if (!columns.includes(name) && name !== ONE_PER_CLASS)
      throw new AppError(
        'labels-unreadable',
        message('column-missing', { file, column: name, columns: list }),
      );
  if (columns.length < 2)
    throw new AppError('labels-unreadable', message('labels-one-column', { file, columns: list }));
  const pathColumn = wanted.pathColumn ?? remaining(detected.pathColumn, wanted.labelColumn, columns);
  const labelColumn = wanted.labelColumn ?? remaining(detected.labelColumn, wanted.pathColumn, columns);
  if (pathColumn === undefined || labelColumn === undefined || pathColumn === labelColumn)
    throw new AppError(
      'labels-columns-ambiguous',
      message('labels-columns-ambiguous', { file, columns: list }),
    );
  return {
    pathColumn,
    labelColumn,
    hasHeader: detected.hasHeader && !isNumbered,
    pathIndex: columns.indexOf(pathColumn),
    labelIndex: columns.indexOf(labelColumn),
  };
}

/** The names of columns for a sentence: a file that is no table may have one as long as itself. */
function shorten(columns: readonly string[]): readonly string[] {
  let left = LONGEST_LIST;
  const shown: string[] = [];
  for (const name of columns) {
    if (name.length > left) return [...shown, `${name.slice(0, left)}…`];
    shown.push(name);
    left -= name.length;
  }
  return shown;
}

/** The detected column, or in a table of two columns the one not taken. */
function remaining(detected: string | undefined, taken: string | undefined, columns: readonly string[]) {
  if (detected !== undefined && detected !== taken) return detected;
  return taken !== undefined && columns.length === 2 ? columns.find((name) => name !== taken) : undefined;
}

/** The index of the one column that fits; undefined when none or several do. */
function only(
  columns: readonly string[],
  fits: (name: string, index: number) => boolean,
): number | undefined {
  const indices = columns.flatMap((name, i) => (fits(name, i) ? [i] : []));
  return indices.length === 1 ? indices[0] : undefined;
}
