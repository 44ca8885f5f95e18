/** The loops around the tiles, in the order that keeps a panel in the first-level cache. */
import { innerTile, outerTile, PANEL_ROW_BYTES, TILE_ROWS } from './tiles';
import { TILE_COLUMNS } from './writeRow';

/** Rows that are taken through all panels before the next ones: their windows stay in the cache too. */
const ROW_BLOCK: i32 = 16 * TILE_ROWS;

/**
 * Every row's window times every column. A window is `runs` runs of `runLength` floats, `runStep` bytes apart, from the
 * row's place on; the panels have `panelDepth` rows. Results go to the row's target; `bias` is 0 or as many floats as
 * the panels have columns.
 */
export function innerProducts(
  x: usize,
  places: usize,
  rows: i32,
  runs: i32,
  runStep: usize,
  runLength: i32,
  panels: usize,
  panelDepth: i32,
  columns: i32,
  y: usize,
  targets: usize,
  bias: usize,
  mode: i32,
): void {
  for (let block = 0; block < rows; block += ROW_BLOCK) {
    const end = min(block + ROW_BLOCK, rows);
    let panel = panels;
    for (let column = 0; column < columns; column += TILE_COLUMNS) {
      const offset = (<usize>column) << 2;
      const width = min(columns - column, TILE_COLUMNS);
      for (let row = block; row < end; row += TILE_ROWS) {
        const entry = (<usize>row) << 2;
        innerTile(
          x,
          places + entry,
          runs,
          runStep,
          runLength,
          panel,
          y + offset,
          targets + entry,
          end - row,
          width,
          bias != 0 ? bias + offset : 0,
          mode,
        );
      }
      panel += <usize>panelDepth * PANEL_ROW_BYTES;
    }
  }
}

/**
 * Adds to each row of `y` (a tap) and each column the sum over all places of the value at place plus tap, times the
 * column's value for the place in the panels, which have a row for every place.
 */
export function outerProducts(
  x: usize,
  places: usize,
  count: i32,
  taps: usize,
  tapCount: i32,
  panels: usize,
  columns: i32,
  y: usize,
): void {
  const step = (<usize>columns) << 2;
  let panel = panels;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(columns - column, TILE_COLUMNS);
    for (let tap = 0; tap < tapCount; tap += TILE_ROWS)
      outerTile(
        x,
        places,
        count,
        taps + ((<usize>tap) << 2),
        panel,
        y + <usize>tap * step + ((<usize>column) << 2),
        step,
        tapCount - tap,
        width,
      );
    panel += <usize>count * PANEL_ROW_BYTES;
  }
}
