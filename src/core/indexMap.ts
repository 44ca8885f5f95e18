/** A map from whole numbers of one space to those of another, e.g. from positions in a view to shown images. */
export class IndexMap<From extends number, To extends number> {
  private readonly values: Int32Array;

  /** `values[from]` is the number that belongs to `from`; negative where there is none. */
  constructor(values: Int32Array) {
    this.values = values;
  }

  get size(): number {
    return this.values.length;
  }

  get(from: From): To | undefined {
    const value = this.values[from];
    // The constructor says what the values are.
    return value === undefined || value < 0 ? undefined : (value as To);
  }

  /** The way back, for numbers below `size`. */
  inverse(size: number): IndexMap<To, From> {
    const inverse = new Int32Array(size).fill(-1);
    for (const [from, to] of this.values.entries()) if (to >= 0) inverse[to] = from;
    return new IndexMap(inverse);
  }
}
