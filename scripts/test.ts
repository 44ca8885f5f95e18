/** `npm test`: every tier, or with `-- --tier NAME,NAME` some; installs what a tier needs. Last line: `N passed, N failed`. */
import { parseArgs } from 'node:util';
import { buildExtension } from './buildExtension';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';
import { runTier } from './test/runTier';
import { summaryTable, totalLine, totalOf } from './test/summary';
import type { Tier, TierReport } from './test/tier';
import { TIERS } from './test/tiers';

runMain(async () => {
  const { values } = parseArgs({ options: { tier: { type: 'string' } } });
  const tiers = selectTiers(values.tier);
  const buildFailure = tiers.some((tier) => tier.needsBuild) ? await build() : undefined;
  const reports: TierReport[] = [];
  for (const tier of tiers) reports.push(await runTier(buildFailure === undefined ? tier : blocked(tier)));
  const total = totalOf(reports);
  console.log(`\n${summaryTable(reports)}`);
  const skipFails = process.env.CI === 'true' && total.skipped > 0;
  if (skipFails)
    console.log('CI counts skipped tests as a failure: everything above must be able to run there.');
  console.log(totalLine(total));
  return total.failed > 0 || skipFails ? 1 : 0;
});

/** A name without its version stands for all versions, e.g. `vscode`. */
function selectTiers(names: string | undefined): readonly Tier[] {
  if (names === undefined) return TIERS;
  const wanted = names.split(',');
  const isNamed = (name: string) => (tier: Tier) => tier.name === name || tier.name.startsWith(`${name}-`);
  for (const name of wanted)
    if (!TIERS.some(isNamed(name)))
      throw new ScriptError(`--tier is one of ${TIERS.map((tier) => tier.name).join(', ')}; not ${name}.`);
  return TIERS.filter((tier) => wanted.some((name) => isNamed(name)(tier)));
}

/** Undefined when the build succeeded. */
async function build(): Promise<ScriptError | undefined> {
  try {
    await buildExtension();
    return undefined;
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(error.message);
    return error;
  }
}

function blocked(tier: Tier): Tier {
  if (!tier.needsBuild) return tier;
  return { ...tier, run: () => Promise.reject(new ScriptError('The build failed, see above.')) };
}
