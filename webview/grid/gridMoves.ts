import type { GridRows } from './gridRows';

export const MOVES = [
  'left',
  'right',
  'up',
  'down',
  'rowStart',
  'rowEnd',
  'first',
  'last',
  'pageUp',
  'pageDown',
  'next',
  'previous',
] as const;
export type Move = (typeof MOVES)[number];

/** What has the focus: a suspect, or the header of the group that begins with it. */
export interface GridFocus {
  readonly position: number;
  readonly isHeader: boolean;
  /** Where up and down go on from a header. */
  readonly column: number;
}

export interface GridShape {
  readonly rows: GridRows;
  /** Whole rows that fit the viewport. */
  readonly rowsPerPage: number;
  /** Passes headers over, as a selection does. */
  readonly isExtending: boolean;
}

/**
 * Where the focus goes; up and down keep the column and stop at headers, nothing wraps except from row to row, and what is
 * folded is passed over.
 */
export function movedFocus(focus: GridFocus, move: Move, shape: GridShape): GridFocus {
  const { rows } = shape;
  if (rows.count === 0) return { position: 0, isHeader: false, column: 0 };
  const row = rowOfFocus(focus, rows);
  const column = focus.isHeader ? focus.column : rows.columnOf(focus.position);
  const suspect = (position: number): GridFocus => ({
    position,
    isHeader: false,
    column: rows.columnOf(position),
  });
  switch (move) {
    case 'left':
    case 'previous':
      return visible(suspect(focus.position - 1), -1, rows) ?? focus;
    case 'right':
    case 'next':
      return visible(suspect(focus.position + Number(!focus.isHeader)), 1, rows) ?? focus;
    case 'up':
      return rowBeside(row - 1, -1, column, shape) ?? focus;
    case 'down':
      return rowBeside(row + 1, 1, column, shape) ?? focus;
    case 'pageUp':
      return pageAway(row, -1, column, shape) ?? focus;
    case 'pageDown':
      return pageAway(row, 1, column, shape) ?? focus;
    case 'rowStart':
      return focus.isHeader ? focus : inRow(row, 0, rows);
    case 'rowEnd':
      return focus.isHeader ? focus : inRow(row, rows.columns - 1, rows);
    case 'first':
      return rows.isFolded(0) ? inRow(0, column, rows) : suspect(0);
    case 'last':
      return inRow(rows.length - 1, rows.columns - 1, rows);
  }
}

export const rowOfFocus = ({ position, isHeader }: Omit<GridFocus, 'column'>, rows: GridRows): number =>
  isHeader ? rows.headerRowOf(rows.groupOf(position)) : rows.rowOf(position);

/** The suspect, or the next one in this direction that is not folded away. */
function visible(focus: GridFocus, direction: 1 | -1, rows: GridRows): GridFocus | undefined {
  let { position } = focus;
  while (position >= 0 && position < rows.count) {
    const group = rows.groupOf(position);
    if (!rows.isFolded(group)) return { ...focus, position, column: rows.columnOf(position) };
    const [start, end] = rows.rangeOf(group);
    position = direction === 1 ? end : start - 1;
  }
  return undefined;
}

/** The nearest cell of a row, which may be shorter than the column. */
function inRow(row: number, column: number, rows: GridRows): GridFocus {
  const found = rows.at(row);
  if (found.kind === 'header') return { position: rows.rangeOf(found.group)[0], isHeader: true, column };
  const position = Math.min(found.start + column, found.end - 1);
  return { position, isHeader: false, column: position - found.start };
}

function rowBeside(
  row: number,
  direction: 1 | -1,
  column: number,
  { rows, isExtending }: GridShape,
): GridFocus | undefined {
  for (let at = row; at >= 0 && at < rows.length; at += direction)
    if (!isExtending || rows.at(at).kind === 'suspects') return inRow(at, column, rows);
  return undefined;
}

/** A page further lies a row of suspects if there is one to go to. */
function pageAway(row: number, direction: 1 | -1, column: number, shape: GridShape): GridFocus | undefined {
  const { rows, rowsPerPage } = shape;
  const target = Math.min(rows.length - 1, Math.max(0, row + direction * Math.max(1, rowsPerPage)));
  const below = target + 1;
  const isHeader = rows.at(target).kind === 'header';
  if (isHeader && below !== row && below < rows.length && rows.at(below).kind === 'suspects')
    return inRow(below, column, rows);
  return rowBeside(target, direction, column, shape);
}
