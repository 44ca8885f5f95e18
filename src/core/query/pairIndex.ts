/** Numbers given→suggested pairs from 0 in the order in which they come. */
export class PairIndex {
  private readonly places = new Map<string, Map<string, number>>();
  private pairs = 0;

  get size(): number {
    return this.pairs;
  }

  /** The number of a pair; a pair without one gets the next. */
  placeOf(given: string, suggested: string): number {
    let ofGiven = this.places.get(given);
    if (ofGiven === undefined) {
      ofGiven = new Map<string, number>();
      this.places.set(given, ofGiven);
    }
    let place = ofGiven.get(suggested);
    if (place === undefined) {
      place = this.pairs++;
      ofGiven.set(suggested, place);
    }
    return place;
  }
}
