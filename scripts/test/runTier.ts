import { ScriptError } from '../scriptError';
import { countsOf, type Tier, type TierOutcome, type TierReport } from './tier';

/** Runs a tier; what it throws is its failure, and so is having no tests. */
export async function runTier(tier: Tier): Promise<TierReport> {
  const startMs = performance.now();
  console.log(`\n— ${tier.name}`);
  const outcome = await outcomeOf(tier);
  if (outcome.kind === 'unavailable') console.log(`  Skipped: ${outcome.reason}`);
  return { name: tier.name, seconds: (performance.now() - startMs) / 1000, outcome };
}

async function outcomeOf(tier: Tier): Promise<TierOutcome> {
  try {
    const outcome = await tier.run();
    const { passed, failed, skipped } = countsOf(outcome);
    if (passed + failed + skipped > 0) return outcome;
    return oneFailure('no tests were found');
  } catch (error) {
    console.error(error instanceof ScriptError ? error.message : error);
    return oneFailure(error instanceof Error ? error.message.split('\n', 1)[0]! : String(error));
  }
}

function oneFailure(title: string): TierOutcome {
  return { kind: 'ran', passed: 0, failed: [title], skipped: [] };
}
