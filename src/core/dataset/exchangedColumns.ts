import { argmaxOfRow, type PredProbs } from '../confidentLearning/predProbs';

/** A class most of whose images are predicted as one other class. */
export interface ExchangedClass {
  readonly given: number;
  /** The column with the highest probability of most of them. */
  readonly predicted: number;
  /** How many of them, 0–1. */
  readonly share01: number;
}

/** Standard deviations by which a finding must exceed what chance could do. */
const SIGNIFICANT = 3;
/** The same beside classes of which a model names so many images right: it does not confuse two others altogether. */
const SIGNIFICANT_FOR_GOOD = 2;
const GOOD_MODEL = 0.7;

/**
 * Classes whose columns seem to be exchanged among each other: each one's images mostly have the column of the next, in a circle or
 * towards a column whose own class has no images. No model confuses classes like that; where it cannot tell one
 * class from another, both end up in one column. Together their matching must be better than that by the columns' places by more than
 * chance explains (a sign test on the images that either matching agrees with).
 */
export function findExchangedClasses(labels: Int32Array, predProbs: PredProbs): readonly ExchangedClass[] {
  const rows = countByClass(labels, predProbs);
  const next = new Map<number, ExchangedClass>();
  for (const [given, counts] of rows) {
    const [predicted, most] = largest(counts);
    const total = sumOf(counts.values());
    if (predicted !== given && most > total / 2) next.set(given, { given, predicted, share01: most / total });
  }
  dropMerged(next, rows);
  const others01 = agreementOfOthers(next, rows);
  return chains(next)
    .filter((chain) => isSignificant(chain, rows, others01))
    .flat();
}

type Counts = ReadonlyMap<number, number>;

/** For each class with images, how many of them are predicted as which class. */
function countByClass(labels: Int32Array, predProbs: PredProbs): ReadonlyMap<number, Counts> {
  const rows = new Map<number, Map<number, number>>();
  for (let row = 0; row < predProbs.rows; row++) {
    const given = labels[row]!;
    const counts = rows.get(given) ?? new Map<number, number>();
    rows.set(given, counts);
    const predicted = argmaxOfRow(predProbs, row);
    counts.set(predicted, (counts.get(predicted) ?? 0) + 1);
  }
  return rows;
}

/** Takes out classes whose column another class has for itself, until none is left. */
function dropMerged(next: Map<number, ExchangedClass>, rows: ReadonlyMap<number, Counts>): void {
  for (let before = -1; before !== next.size;) {
    before = next.size;
    const takers = new Map<number, number>();
    for (const { predicted } of next.values()) takers.set(predicted, (takers.get(predicted) ?? 0) + 1);
    for (const { given, predicted } of [...next.values()]) {
      const isFree = next.has(predicted) || !rows.has(predicted);
      if (!isFree || takers.get(predicted) !== 1) next.delete(given);
    }
  }
}

/** Classes that follow one another. */
function chains(next: ReadonlyMap<number, ExchangedClass>): ExchangedClass[][] {
  const targets = new Set([...next.values()].map(({ predicted }) => predicted));
  const left = new Map(next);
  const starts = [...next.keys()].filter((given) => !targets.has(given));
  const found: ExchangedClass[][] = [];
  for (const start of [...starts, ...next.keys()]) {
    const chain: ExchangedClass[] = [];
    for (let step = left.get(start); step !== undefined; step = left.get(step.predicted)) {
      left.delete(step.given);
      chain.push(step);
    }
    if (chain.length > 0) found.push(chain);
  }
  return found;
}

/** How many images of the other classes are predicted as what they are labelled, 0–1. */
function agreementOfOthers(
  next: ReadonlyMap<number, ExchangedClass>,
  rows: ReadonlyMap<number, Counts>,
): number {
  let [agreeing, images] = [0, 0];
  for (const [given, counts] of rows) {
    if (next.has(given)) continue;
    agreeing += counts.get(given) ?? 0;
    images += sumOf(counts.values());
  }
  return images === 0 ? 0 : agreeing / images;
}

function isSignificant(
  chain: readonly ExchangedClass[],
  rows: ReadonlyMap<number, Counts>,
  others01: number,
): boolean {
  let gained = 0;
  let lost = 0;
  for (const { given, predicted } of chain) {
    gained += rows.get(given)?.get(predicted) ?? 0;
    lost += rows.get(given)?.get(given) ?? 0;
  }
  return isBetter(gained, lost, others01 >= GOOD_MODEL ? SIGNIFICANT_FOR_GOOD : SIGNIFICANT);
}

/** Whether so many gains over so many losses are more than chance explains. */
export const isBetter = (gained: number, lost: number, deviations = SIGNIFICANT): boolean =>
  gained - lost > deviations * Math.sqrt(gained + lost);

function largest(counts: Counts): readonly [key: number, count: number] {
  let best: readonly [number, number] = [-1, -1];
  for (const entry of counts) if (entry[1] > best[1]) best = entry;
  return best;
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
