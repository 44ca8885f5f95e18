import { AppError } from '../../core/appError';
import { ONE_PER_CLASS } from '../../core/dataset/columnNames';
import { listed } from '../../core/words/listed';
import { message, type Message, type NameList } from '../../core/words/message';
import type { Table, TableRecord } from '../../files/table';
import type { DetectedColumns } from './labelColumns';

/** A column of a table without a column of labels: 1 for the images of its class, 0 for others. */
interface ClassColumn {
  readonly name: string;
  readonly index: number;
}

/** What cells say of the class of their column, in lower case. */
const SAYS: ReadonlyMap<string, boolean> = new Map([
  ...['1', '1.0', 'true'].map((cell) => [cell, true] as const),
  ...['0', '0.0', 'false'].map((cell) => [cell, false] as const),
]);

/**
 * The columns of classes of a table where no column of labels was found; none where fewer than two hold only 0 and 1, or
 * fewer than half of the rows have exactly one 1: those are about something else.
 */
export function findClassColumns({ head }: Table, detected: DetectedColumns): readonly ClassColumn[] {
  const rows = head.slice(1).map(({ cells }) => cells);
  if (!detected.hasHeader || detected.labelColumn !== undefined || rows.length === 0) return [];
  const columns = detected.columns
    .map((name, index) => ({ name, index }))
    .filter(
      ({ name, index }) =>
        name !== detected.pathColumn && rows.every((cells) => SAYS.has((cells[index] ?? '').toLowerCase())),
    );
  const single = rows.filter((cells) => saidIn(columns, cells).length === 1);
  return columns.length < 2 || 2 * single.length < rows.length ? [] : columns;
}

/** The same columns, with what stands for the name of the label column where classes have columns. */
export const withClassColumns = (table: Table, detected: DetectedColumns): DetectedColumns =>
  findClassColumns(table, detected).length === 0 ? detected : { ...detected, labelColumn: ONE_PER_CLASS };

const saidIn = (columns: readonly ClassColumn[], cells: readonly string[]): readonly ClassColumn[] =>
  columns.filter(({ index }) => SAYS.get((cells[index] ?? '').toLowerCase()) === true);

/** Reads the label of each row of a table in which classes have columns. */
export class ClassRows {
  private readonly file: string;
  private readonly columns: readonly ClassColumn[];
  private several = 0;
  private first: { readonly line: string; readonly classes: NameList } | undefined;

  /** @throws AppError `labels-unreadable` for a table without such columns. */
  constructor(table: Table, detected: DetectedColumns) {
    this.file = table.file;
    this.columns = findClassColumns(table, detected);
    if (this.columns.length === 0)
      throw new AppError('labels-unreadable', message('class-columns-missing', { file: table.file }));
  }

  /** The class of a row; empty for none, undefined for several. @throws AppError `labels-unreadable` for another value. */
  labelOf({ cells, line }: TableRecord): string | undefined {
    for (const { name, index } of this.columns) {
      const value = cells[index] ?? '';
      if (value !== '' && !SAYS.has(value.toLowerCase()))
        throw new AppError(
          'labels-unreadable',
          message('class-column-value', { file: this.file, line: `${line}`, value, column: name }),
        );
    }
    const [label, ...others] = saidIn(this.columns, cells).map(({ name }) => name);
    if (label === undefined || others.length === 0) return label ?? '';
    this.several++;
    this.first ??= { line: `${line}`, classes: listed([label, ...others]) };
    return undefined;
  }

  /** The place of a class among the columns of the table. */
  columnOf(label: string): number | undefined {
    return this.columns.find(({ name }) => name === label)?.index;
  }

  warnings(): readonly Message[] {
    const columns = listed(this.columns.map(({ name }) => name));
    const { file, several, first } = this;
    return [
      message('labels-one-per-class', { file, columns }),
      ...(first === undefined ? [] : [message('labels-several-classes', { file, rows: several, ...first })]),
    ];
  }
}
