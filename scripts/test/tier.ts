import type { TestResults } from './testResults';

/** One kind of test, run by one command and reported as one row. */
export interface Tier {
  readonly name: string;
  /** Whether it uses what `npm run build` writes. */
  readonly needsBuild: boolean;
  readonly run: () => Promise<TierOutcome>;
}

export type TierOutcome =
  | ({ readonly kind: 'ran' } & TestResults)
  /** This machine lacks what the tier needs; counted as one skipped test. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface TierReport {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: TierOutcome;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf(outcome: TierOutcome): Counts {
  if (outcome.kind === 'unavailable') return { passed: 0, failed: 0, skipped: 1 };
  return { passed: outcome.passed, failed: outcome.failed.length, skipped: outcome.skipped.length };
}
