/** The greatest of the numbers that it is offered, `count` at most, each with who it is of. */
export class Nearest {
  /** Ascending; the first `size` are in use. */
  readonly values: Float32Array;
  readonly owners: Int32Array;
  size = 0;
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
    this.values = new Float32Array(count);
    this.owners = new Int32Array(count);
  }

  /** A number that is not greater will not be kept. */
  get least(): number {
    return this.size < this.count ? -Infinity : this.values[0]!;
  }

  /** Of equal numbers those offered first stay. */
  offer(value: number, owner: number): void {
    const { values, owners } = this;
    let at: number;
    if (this.size < this.count) {
      at = this.size++;
      for (; at > 0 && values[at - 1]! >= value; at--) this.move(at - 1, at);
    } else {
      if (value <= values[0]!) return;
      at = 0;
      for (; at + 1 < this.count && values[at + 1]! < value; at++) this.move(at + 1, at);
    }
    values[at] = value;
    owners[at] = owner;
  }

  /** 0 while there are none. */
  mean(): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += this.values[i]!;
    return this.size === 0 ? 0 : sum / this.size;
  }

  private move(from: number, to: number): void {
    this.values[to] = this.values[from]!;
    this.owners[to] = this.owners[from]!;
  }
}
