/** Numbers given→suggested pairs from 0 in the order in which they come. */
export class PairIndex {
  private readonly indices = new Map<string, Map<string, number>>();
  private pairs = 0;

  get size(): number {
    return this.pairs;
  }

  /** The number of a pair; a pair without one gets the next. */
  indexOf(given: string, suggested: string): number {
    let ofGiven = this.indices.get(given);
    if (ofGiven === undefined) {
      ofGiven = new Map<string, number>();
      this.indices.set(given, ofGiven);
    }
    let index = ofGiven.get(suggested);
    if (index === undefined) {
      index = this.pairs++;
      ofGiven.set(suggested, index);
    }
    return index;
  }
}
