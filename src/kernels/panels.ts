import { PANEL_ROW_BYTES } from './tiles';
import { TILE_COLUMNS } from './writeRow';

/**
 * Copies a matrix of `depth` rows and `columns` columns, `step` bytes from row to row, into panels of 8 columns, the
 * last one filled up with zeros. Each panel has `panelDepth` rows, of which these are the ones from `firstRow` on.
 */
export function packPanels(
  source: usize,
  step: usize,
  depth: i32,
  columns: i32,
  panels: usize,
  panelDepth: i32,
  firstRow: i32,
): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    let from = source + ((<usize>column) << 2);
    let to = panelRow(panels, panelDepth, column, firstRow);
    const width = min(columns - column, TILE_COLUMNS);
    for (let row = 0; row < depth; row++, from += step, to += PANEL_ROW_BYTES) {
      if (width == TILE_COLUMNS) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        v128.store(to, i32x4.splat(0));
        v128.store(to, i32x4.splat(0), 16);
        for (let i = 0; i < width; i++)
          store<f32>(to + ((<usize>i) << 2), load<f32>(from + ((<usize>i) << 2)));
      }
    }
  }
}

/** The same for the transposed of a matrix of `columns` rows and `depth` columns. */
export function packTransposed(
  source: usize,
  step: usize,
  depth: i32,
  columns: i32,
  panels: usize,
  panelDepth: i32,
  firstRow: i32,
): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const from = source + <usize>column * step;
    const to = panelRow(panels, panelDepth, column, firstRow);
    const width = min(columns - column, TILE_COLUMNS);
    if (width == TILE_COLUMNS) {
      const blocks = depth & ~3;
      for (let row = 0; row < blocks; row += 4) {
        const at = to + <usize>row * PANEL_ROW_BYTES;
        transpose4x4(from + ((<usize>row) << 2), step, at, PANEL_ROW_BYTES);
        transpose4x4(from + 4 * step + ((<usize>row) << 2), step, at + 16, PANEL_ROW_BYTES);
      }
      for (let i = 0; i < TILE_COLUMNS; i++)
        packColumn(from + <usize>i * step, to + ((<usize>i) << 2), blocks, depth);
    } else {
      memory.fill(to, 0, <usize>depth * PANEL_ROW_BYTES);
      for (let i = 0; i < width; i++) packColumn(from + <usize>i * step, to + ((<usize>i) << 2), 0, depth);
    }
  }
}

/** Transposes a matrix; rows are `step` and `toStep` bytes apart. */
export function transpose(
  source: usize,
  step: usize,
  rows: i32,
  columns: i32,
  to: usize,
  toStep: usize,
): void {
  const rowBlocks = rows & ~3;
  const columnBlocks = columns & ~3;
  for (let row = 0; row < rowBlocks; row += 4)
    for (let column = 0; column < columnBlocks; column += 4)
      transpose4x4(
        source + <usize>row * step + ((<usize>column) << 2),
        step,
        to + <usize>column * toStep + ((<usize>row) << 2),
        toStep,
      );
  for (let row = 0; row < rows; row++)
    for (let column = row < rowBlocks ? columnBlocks : 0; column < columns; column++)
      store<f32>(
        to + <usize>column * toStep + ((<usize>row) << 2),
        load<f32>(source + <usize>row * step + ((<usize>column) << 2)),
      );
}

function panelRow(panels: usize, panelDepth: i32, column: i32, row: i32): usize {
  return panels + <usize>((column / TILE_COLUMNS) * panelDepth + row) * PANEL_ROW_BYTES;
}

function packColumn(from: usize, to: usize, first: i32, end: i32): void {
  for (let row = first; row < end; row++)
    store<f32>(to + <usize>row * PANEL_ROW_BYTES, load<f32>(from + ((<usize>row) << 2)));
}

function transpose4x4(from: usize, step: usize, to: usize, toStep: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}
