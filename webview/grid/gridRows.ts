/** A group as the grid lays it out. */
export interface GroupSize {
  readonly suspects: number;
  readonly isFolded: boolean;
}

export type GridRow =
  | { readonly kind: 'header'; readonly group: number }
  /** The suspects at `start … end - 1`. */
  | { readonly kind: 'suspects'; readonly start: number; readonly end: number };

export interface GridRowsOptions {
  readonly count: number;
  readonly columns: number;
  /** Empty for one list without headers. */
  readonly groups: readonly GroupSize[];
  /** Pixels. */
  readonly rowHeight: number;
  readonly headerHeight: number;
}

/**
 * Which row of the grid holds what, and where: each group begins with a row for its header, and unless it is folded its
 * suspects follow in rows of their own. All look-ups take logarithmic time in the number of groups.
 */
export class GridRows {
  readonly count: number;
  readonly columns: number;
  readonly hasHeaders: boolean;
  /** How many rows there are. */
  readonly length: number;
  /** Of all rows, in pixels. */
  readonly height: number;
  readonly headerHeight: number;
  readonly rowHeight: number;
  private readonly groups: readonly GroupSize[];
  /** The first position of each group. */
  private readonly starts: Int32Array;
  /** The first row of each group. */
  private readonly rowStarts: Int32Array;

  constructor({ count, columns, groups, rowHeight, headerHeight }: GridRowsOptions) {
    this.count = count;
    this.columns = columns;
    this.hasHeaders = groups.length > 0;
    this.headerHeight = this.hasHeaders ? headerHeight : 0;
    this.rowHeight = rowHeight;
    this.groups = this.hasHeaders ? groups : [{ suspects: count, isFolded: false }];
    this.starts = new Int32Array(this.groups.length);
    this.rowStarts = new Int32Array(this.groups.length);
    let [position, row] = [0, 0];
    for (const [group, { suspects, isFolded }] of this.groups.entries()) {
      this.starts[group] = position;
      this.rowStarts[group] = row;
      position += suspects;
      row += Number(this.hasHeaders) + (isFolded ? 0 : Math.ceil(suspects / columns));
    }
    this.length = row;
    this.height = this.topOf(row);
  }

  groupOf(position: number): number {
    return lastAtMost(this.starts, position);
  }

  /** The positions of the group as a half-open range. */
  rangeOf(group: number): readonly [number, number] {
    const start = this.starts[group]!;
    return [start, start + this.groups[group]!.suspects];
  }

  isFolded(group: number): boolean {
    return this.groups[group]!.isFolded;
  }

  headerRowOf(group: number): number {
    return this.rowStarts[group]!;
  }

  /** The row that shows the suspect: in a folded group that of its header. */
  rowOf(position: number): number {
    const group = this.groupOf(position);
    const row = this.rowStarts[group]!;
    if (this.isFolded(group)) return row;
    return row + Number(this.hasHeaders) + Math.floor((position - this.starts[group]!) / this.columns);
  }

  /** How far from the left the suspect stands. */
  columnOf(position: number): number {
    return (position - this.starts[this.groupOf(position)]!) % this.columns;
  }

  at(row: number): GridRow {
    const group = this.groupOfRow(row);
    const place = row - this.rowStarts[group]! - Number(this.hasHeaders);
    if (place < 0) return { kind: 'header', group };
    const [first, end] = this.rangeOf(group);
    const start = first + place * this.columns;
    return { kind: 'suspects', start, end: Math.min(end, start + this.columns) };
  }

  groupOfRow(row: number): number {
    return lastAtMost(this.rowStarts, row);
  }

  heightOf(row: number): number {
    return this.hasHeaders && this.rowStarts[this.groupOfRow(row)] === row
      ? this.headerHeight
      : this.rowHeight;
  }

  /** Pixels from the top of the first row. */
  topOf(row: number): number {
    if (!this.hasHeaders) return row * this.rowHeight;
    const group = this.groupOfRow(row);
    const headers = row >= this.length ? this.groups.length : group + Number(row > this.rowStarts[group]!);
    return headers * this.headerHeight + (row - headers) * this.rowHeight;
  }

  /** The row at this many pixels from the top of the first one. */
  rowAt(offset: number): number {
    if (this.length === 0) return 0;
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.topOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The index of the last of the ascending numbers that is not above `value`; 0 when all are. */
function lastAtMost(ascending: Int32Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
