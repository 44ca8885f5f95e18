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

export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Whole rows that fit the viewport. */
  readonly rowsPerPage: number;
}

/** Where the focus goes; up and down keep the column, and nothing wraps except from row to row. */
export function movedFocus(focus: number, move: Move, { count, columns, rowsPerPage }: GridShape): number {
  if (count === 0) return 0;
  const column = focus % columns;
  const page = columns * Math.max(1, rowsPerPage);
  const clamp = (position: number) => Math.min(count - 1, Math.max(0, position));
  const down = (step: number) => {
    const target = focus + step;
    if (target < count) return target;
    // The last row may be shorter than the column: its end is the nearest cell below.
    const lastRowStart = Math.floor((count - 1) / columns) * columns;
    return focus >= lastRowStart ? focus : clamp(lastRowStart + column);
  };
  switch (move) {
    case 'left':
    case 'previous':
      return clamp(focus - 1);
    case 'right':
    case 'next':
      return clamp(focus + 1);
    case 'up':
      return focus - columns < 0 ? focus : focus - columns;
    case 'down':
      return down(columns);
    case 'pageUp':
      return focus - page < 0 ? column : focus - page;
    case 'pageDown':
      return down(page);
    case 'rowStart':
      return focus - column;
    case 'rowEnd':
      return clamp(focus - column + columns - 1);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
  }
}
