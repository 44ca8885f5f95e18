import type { RowSizes } from '../grid/virtualRows';

/** Rows of one height. */
export const evenRows = (length: number, rowHeight: number): RowSizes => ({
  length,
  height: length * rowHeight,
  heightOf: () => rowHeight,
  topOf: (index) => index * rowHeight,
});
