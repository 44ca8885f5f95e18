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
  /** Headers stand beside their suspects and take no height of their own, unless the group is folded. */
  readonly isSide?: boolean;
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
  /** What the header of a group covers above its suspects: 0 where it stands beside them. */
  readonly headerHeight: number;
  readonly rowHeight: number;
  readonly isSide: boolean;
  /** Of a row that is all there is to see of a group. */
  private readonly foldedHeight: number;
  private readonly groups: readonly GroupSize[];
  /** The first position of each group. */
  private readonly starts: Int32Array;
  /** The first row of each group. */
  private readonly rowStarts: Int32Array;
  /** Pixels from the top of the first row to each group. */
  private readonly tops: Float64Array;

  constructor({ count, columns, groups, rowHeight, headerHeight, isSide = false }: GridRowsOptions) {
    this.count = count;
    this.columns = columns;
    this.hasHeaders = groups.length > 0;
    this.isSide = this.hasHeaders && isSide;
    this.headerHeight = this.hasHeaders && !isSide ? headerHeight : 0;
    this.foldedHeight = headerHeight;
    this.rowHeight = rowHeight;
    this.groups = this.hasHeaders ? groups : [{ suspects: count, isFolded: false }];
    this.starts = new Int32Array(this.groups.length);
    this.rowStarts = new Int32Array(this.groups.length);
    this.tops = new Float64Array(this.groups.length);
    let [position, row, top] = [0, 0, 0];
    for (const [group, { suspects, isFolded }] of this.groups.entries()) {
      this.starts[group] = position;
      this.rowStarts[group] = row;
      this.tops[group] = top;
      position += suspects;
      const suspectRows = isFolded ? 0 : Math.ceil(suspects / columns);
      row += Number(this.hasHeaders) + suspectRows;
      top += isFolded ? this.foldedHeight : this.headerHeight + suspectRows * rowHeight;
    }
    this.length = row;
    this.height = top;
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

  /** A header that stands beside its suspects is as tall as one row of them. */
  heightOf(row: number): number {
    const group = this.groupOfRow(row);
    if (!this.hasHeaders || this.rowStarts[group] !== row) return this.rowHeight;
    if (this.isFolded(group)) return this.foldedHeight;
    return this.isSide ? this.rowHeight : this.headerHeight;
  }

  /** Pixels from the top of the first row. */
  topOf(row: number): number {
    if (row >= this.length) return this.height;
    const group = this.groupOfRow(row);
    const place = row - this.rowStarts[group]! - Number(this.hasHeaders);
    return this.tops[group]! + (place < 0 ? 0 : this.headerHeight + place * this.rowHeight);
  }

  /** Of the group with its header. */
  heightOfGroup(group: number): number {
    return (this.tops[group + 1] ?? this.height) - this.tops[group]!;
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
