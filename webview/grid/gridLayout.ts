export const MIN_CELL_SIZE = 64;
export const MAX_CELL_SIZE = 320;
export const DEFAULT_CELL_SIZE = 128;
/** Below this width labels would be cut to nothing: cells show the image and the decision only. */
export const COMPACT_BELOW = 96;

/** Pixels; the stylesheet uses the same ones (`styles/grid.css`). */
const CELL_PADDING = 4;
const CELL_GAP = 4;
const TEXT_LINES_HEIGHT = 58;
const GRID_PADDING = 12;
/** Of the header of a group, with the gap below it. */
export const HEADER_HEIGHT = 32;

export interface GridLayout {
  readonly columns: number;
  /** Height of a row of suspects with the gap below it. */
  readonly rowHeight: number;
  readonly isCompact: boolean;
}

export const clampCellSize = (size: number): number =>
  Number.isFinite(size)
    ? Math.round(Math.min(MAX_CELL_SIZE, Math.max(MIN_CELL_SIZE, size)))
    : DEFAULT_CELL_SIZE;

export function gridLayout(options: { width: number; cellSize: number }): GridLayout {
  const isCompact = options.cellSize < COMPACT_BELOW;
  const pitch = options.cellSize + 2 * CELL_PADDING + CELL_GAP;
  const columns = Math.max(1, Math.floor((options.width - 2 * GRID_PADDING + CELL_GAP) / pitch));
  const rowHeight = pitch + (isCompact ? 0 : TEXT_LINES_HEIGHT);
  return { columns, rowHeight, isCompact };
}
