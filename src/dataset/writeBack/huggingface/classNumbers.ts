/** Numbers of classes by the names that features give them; a class without one gets the next. */
export class ClassNumbers {
  private readonly names: readonly string[];
  private readonly numbers: Map<string, number>;
  readonly added: string[] = [];

  constructor(names: readonly string[]) {
    this.names = names;
    this.numbers = new Map();
    for (const [number, name] of names.entries()) {
      const known = name.normalize();
      if (!this.numbers.has(known)) this.numbers.set(known, number);
    }
  }

  has(name: string): boolean {
    return this.numbers.has(name.normalize());
  }

  numberOf(name: string): number {
    const known = this.numbers.get(name.normalize());
    if (known !== undefined) return known;
    const next = this.names.length + this.added.length;
    this.numbers.set(name.normalize(), next);
    this.added.push(name);
    return next;
  }
}

/** As `datasets` writes where there is no label. */
export const NO_CLASS = -1;

/** A label in place of another one: its number where that was one, of classes that have names. */
export const labelLike = (was: string, label: string, numbers: ClassNumbers | undefined): string =>
  numbers !== undefined && /^-?\d+$/u.test(was.trim()) ? `${numbers.numberOf(label)}` : label;
