export const MIN_CELL_SIZE = 64;
export const MAX_CELL_SIZE = 320;
export const DEFAULT_CELL_SIZE = 128;
export const CELL_SIZE_STEP = 16;
/** Below this width labels would be cut to nothing: cells show the image and the decision only. */
export const COMPACT_BELOW = 96;

/** Pixels; the stylesheet uses the same ones (`styles/grid.css`). */
const CELL_PADDING = 4;
export const CELL_GAP = 4;
const TEXT_LINE_HEIGHT = 18;
/** With the gap to the image above: labels and decision, each with a line of its own. */
const TEXT_LINES_HEIGHT = 3 * TEXT_LINE_HEIGHT + 4;
export const GRID_PADDING = 12;
/** Of the header of a group above its suspects, with the gap below it. */
export const HEADER_HEIGHT = 32;
/** Of the header of a group beside its suspects, with the gap at its right. */
export const SIDE_WIDTH = 220;
/** In a narrower page headers stand above: beside them there would be room for few images. */
const SIDE_FROM_WIDTH = 600;
/** From the smallest to the usual size of images, those of pairs grow by this part of it. */
const PAIR_GROWTH = 0.25;

export interface GridLayout {
  readonly columns: number;
  /** Height of a row of suspects with the gap below it. */
  readonly rowHeight: number;
  /** Of the images. */
  readonly cellSize: number;
  readonly isCompact: boolean;
  /** Two lines of text: the decision takes the place of the suggested label. */
  readonly isShort: boolean;
  /** What the headers of groups take at the left; 0 where they stand above. */
  readonly sideWidth: number;
}

export interface GridLayoutOptions {
  readonly width: number;
  /** Of the viewport; 0 while unknown. */
  readonly height: number;
  /** As chosen. */
  readonly cellSize: number;
  /** Many groups of few suspects, whose header says both labels. */
  readonly isByPair: boolean;
}

export const clampCellSize = (size: number): number =>
  Number.isFinite(size)
    ? Math.round(Math.min(MAX_CELL_SIZE, Math.max(MIN_CELL_SIZE, size)))
    : DEFAULT_CELL_SIZE;

export function gridLayout({ width, height, cellSize, isByPair }: GridLayoutOptions): GridLayout {
  const sideWidth = isByPair && width >= SIDE_FROM_WIDTH ? SIDE_WIDTH : 0;
  const chosen = isByPair ? pairCellSize(cellSize) : cellSize;
  const isShort = !isByPair && isTooTall(chosen, height);
  const size = isShort ? shortCellSize(chosen, height) : chosen;
  const isCompact = size < COMPACT_BELOW;
  const pitch = heightOfRow(size, 0);
  const columns = Math.max(1, Math.floor((width - sideWidth - 2 * GRID_PADDING + CELL_GAP) / pitch));
  const text = isCompact ? 0 : TEXT_LINES_HEIGHT - (isShort ? TEXT_LINE_HEIGHT : 0);
  return { columns, rowHeight: pitch + text, cellSize: size, isCompact, isShort, sideWidth };
}

/** Up to the usual size images of pairs are small, so that many pairs are in sight; then they catch up. */
function pairCellSize(size: number): number {
  const usual = MIN_CELL_SIZE + PAIR_GROWTH * (DEFAULT_CELL_SIZE - MIN_CELL_SIZE);
  if (size <= DEFAULT_CELL_SIZE) return Math.round(MIN_CELL_SIZE + PAIR_GROWTH * (size - MIN_CELL_SIZE));
  const further = (size - DEFAULT_CELL_SIZE) / (MAX_CELL_SIZE - DEFAULT_CELL_SIZE);
  return Math.round(usual + further * (MAX_CELL_SIZE - usual));
}

const heightOfRow = (size: number, textHeight: number) => size + 2 * CELL_PADDING + CELL_GAP + textHeight;

/** Whether two rows do not fit; a size that was chosen above the usual one is left as it is. */
const isTooTall = (size: number, height: number): boolean =>
  height > 0 &&
  size >= COMPACT_BELOW &&
  size <= DEFAULT_CELL_SIZE &&
  2 * heightOfRow(size, TEXT_LINES_HEIGHT) + GRID_PADDING > height;

/** The largest step of the slider of which two rows fit; never so small that the words go. */
function shortCellSize(size: number, height: number): number {
  const room = (height - GRID_PADDING) / 2 - heightOfRow(0, TEXT_LINES_HEIGHT - TEXT_LINE_HEIGHT);
  return Math.max(COMPACT_BELOW, Math.min(size, Math.floor(room / CELL_SIZE_STEP) * CELL_SIZE_STEP));
}
