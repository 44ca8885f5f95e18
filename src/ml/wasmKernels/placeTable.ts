/** Tables are filled up to a multiple of this: whole tiles of 4 and of 6 rows (see `src/kernels/tiles.ts`). */
const TABLE_UNIT = 12;

/** Places on a grid in each of some images, in bytes. */
export interface PlaceGrid {
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
  readonly first: number;
  readonly imageStep: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Entries of a table for that many places. */
export function tableLength(places: number): number {
  return Math.ceil(places / TABLE_UNIT) * TABLE_UNIT;
}

/** Writes the places image by image and row by row, and repeats the last one up to the end of the table. */
export function fillPlaces(table: Uint32Array, grid: PlaceGrid): void {
  const { images, rows, columns, columnStep } = grid;
  let entry = 0;
  for (let image = 0; image < images; image++)
    for (let row = 0; row < rows; row++) {
      let place = grid.first + image * grid.imageStep + row * grid.rowStep;
      for (let column = 0; column < columns; column++, place += columnStep) table[entry++] = place;
    }
  table.fill(table[entry - 1]!, entry);
}
