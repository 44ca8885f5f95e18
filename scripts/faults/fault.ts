import type { Rng } from '../../src/core/rng';

export interface FaultOptions {
  /** A dataset that was searched: every image is a suspect. */
  readonly root: string;
  readonly rounds: number;
  readonly rng: Rng;
}

/** What a fault has done. */
export interface FaultCounts {
  readonly rounds: number;
  /** Steps that were said to be saved. */
  readonly saved: number;
  /** Of these, how many are not in the journal. */
  readonly lost: number;
  /** What is wrong besides, in sentences. */
  readonly amiss: readonly string[];
  /** How often the fault struck, in words. */
  readonly remarks: string;
  /** Each sentence that a user was told. */
  readonly told: readonly string[];
}

/** Makes the fault happen, again and again, and counts. */
export type Fault = (options: FaultOptions) => Promise<FaultCounts>;
