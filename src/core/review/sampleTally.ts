import { sampleBounds } from '../labelNoise/sampleBounds';
import type { CountEstimate } from '../labelNoise/errorEstimate';
import { scramble } from '../rng';
import { isErrorFound, type Decision } from './review';

/** What suspects that were drawn by chance say of all of them. */
export interface SampleEstimate extends CountEstimate {
  readonly suspects: number;
  /** Reviewed, one after the other in an order by chance. */
  readonly sampled: number;
  /** Those whose label was wrong. */
  readonly wrong: number;
  /** Those of which the reviewer could not tell. */
  readonly unsure: number;
}

/** Fewer say next to nothing, and may be in a row because others of all suspects were reviewed for other reasons. */
const LEAST_SAMPLE = 30;

/**
 * Where an image stands in an order by chance, by its path alone: the same in every run and on every machine. 32 bits: the hash
 * FNV-1a (Fowler, Noll and Vo) of its letters, mixed until each bit depends on all.
 */
export function chanceOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return scramble(hash) >>> 0;
}

/**
 * Finds the sample in a review: in the order by chance, all suspects before the first that nothing was decided about. Where the
 * review goes by that order these are the ones looked at so far, wherever the reviewer stops.
 */
export class SampleTally {
  private suspects = 0;
  private firstOpen = Infinity;
  private readonly decided: { readonly chance: number; readonly decision: Decision }[] = [];

  /** Of each suspect; `chance` is its `chanceOf`. */
  add(chance: number, decision: Decision | null): void {
    this.suspects++;
    if (decision === null) this.firstOpen = Math.min(this.firstOpen, chance);
    else this.decided.push({ chance, decision });
  }

  /** Undefined where the sample is too small, or all are reviewed and nothing is left to estimate. */
  estimate(): SampleEstimate | undefined {
    const { suspects, decided, firstOpen } = this;
    const sample = decided.filter(({ chance }) => chance < firstOpen);
    if (sample.length < LEAST_SAMPLE || firstOpen === Infinity) return undefined;
    const [sampled, wrong, unsure] = [sample.length, countWrong(sample), countUnsure(sample)];
    const { low, high } = sampleBounds({ population: suspects, sampled, least: wrong, most: wrong + unsure });
    // Whatever else was reviewed is known as well.
    const fewest = countWrong(decided);
    const greatest = suspects - (decided.length - fewest - countUnsure(decided));
    const within = (count: number) => Math.min(Math.max(count, fewest), greatest);
    const isMisled = low > greatest || high < fewest;
    return {
      ...{ suspects, sampled, wrong, unsure },
      errors: within((suspects * wrong) / Math.max(sampled - unsure, 1)),
      low: isMisled ? fewest : within(low),
      high: isMisled ? greatest : within(high),
    };
  }
}

type Decided = readonly { readonly decision: Decision }[];

const countWrong = (decided: Decided): number =>
  decided.filter(({ decision }) => isErrorFound(decision)).length;
const countUnsure = (decided: Decided): number =>
  decided.filter(({ decision }) => decision.action === 'unsure').length;
