/** `tsx scripts/evaluate.ts SUSPECTS.csv TRUTH.csv`: how many of the planted errors a scan found. */
import { describeEvaluation, evaluateSuspects } from './images/evaluateSuspects';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';

async function main(): Promise<number> {
  const [suspectsFile, truthFile] = process.argv.slice(2);
  if (suspectsFile === undefined || truthFile === undefined)
    throw new ScriptError('Usage: tsx scripts/evaluate.ts SUSPECTS.csv TRUTH.csv');
  console.log(describeEvaluation(await evaluateSuspects(suspectsFile, truthFile)));
  return 0;
}

runMain(main);
