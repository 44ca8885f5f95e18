import { runChecks, STATIC_CHECKS } from './runChecks';
import type { TierOutcome } from './tier';

/** The static checks; each counts as one test. */
export async function runCheckTier(): Promise<TierOutcome> {
  const failed = await runChecks(STATIC_CHECKS);
  return { kind: 'ran', passed: STATIC_CHECKS.length - failed.length, failed, skipped: [] };
}
