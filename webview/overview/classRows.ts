import type { ClassOverview, ReviewCounts } from '../../src/core/run/overview';

/** A line of the class table. Shares are 0–1. */
export interface ClassRow extends Omit<ClassOverview, 'expected'>, ReviewCounts {
  readonly errorRate: { readonly rate: number; readonly low: number; readonly high: number } | null;
}

const CLASS_COLUMNS = ['name', 'images', 'errorRate', 'suspects', 'reviewed', 'wrong', 'offTopic'] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];

/** The columns of which something is known. */
export const columnsOf = (rows: readonly ClassRow[]): readonly ClassColumn[] =>
  CLASS_COLUMNS.filter(
    (column) => column !== 'offTopic' || rows.some(({ offTopic }) => offTopic !== undefined),
  );

export interface ClassOrder {
  readonly column: ClassColumn;
  readonly descending: boolean;
}

export function classRows(
  classes: readonly ClassOverview[],
  reviews: readonly ReviewCounts[],
): readonly ClassRow[] {
  return classes.map(({ expected, ...row }, place) => ({
    ...row,
    ...(reviews[place] ?? { reviewed: 0, wrong: 0 }),
    errorRate:
      expected === undefined || row.images === 0
        ? null
        : {
            rate: expected.errors / row.images,
            low: expected.low / row.images,
            high: expected.high / row.images,
          },
  }));
}

/** The rows whose name holds `filter`, whatever the case; equal ones stay in the order of the classes. */
export function arrangeClasses(
  rows: readonly ClassRow[],
  filter: string,
  { column, descending }: ClassOrder,
): readonly ClassRow[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const sign = descending ? -1 : 1;
  return rows
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => sign * compareIn(column, a, b));
}

function compareIn(column: ClassColumn, a: ClassRow, b: ClassRow): number {
  if (column === 'name') return a.name.localeCompare(b.name, undefined, { numeric: true });
  if (column === 'errorRate') return (a.errorRate?.rate ?? -1) - (b.errorRate?.rate ?? -1);
  return (a[column] ?? 0) - (b[column] ?? 0);
}
