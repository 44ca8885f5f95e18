/**
 * `tsx scripts/images/evaluate.ts SUSPECTS.csv TRUTH.csv`, or `FOLDER` for the newest run on it and `FOLDER.truth.csv`: how many of
 * the planted errors a scan found. `npm run demo:score` does so for the demo dataset.
 */
import path from 'node:path';
import { STORE_FOLDER } from '../../src/core/names';
import { listRuns } from '../../src/store/runs';
import { describeEvaluation, evaluateJudged, evaluateSuspects, type Evaluation } from './evaluateSuspects';
import { judgeRun } from './judgedImages';
import { truthFileOf } from './truth';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';

async function main(): Promise<number> {
  const [first, truthFile] = process.argv.slice(2);
  if (first === undefined)
    throw new ScriptError('Usage: tsx scripts/images/evaluate.ts SUSPECTS.csv TRUTH.csv | FOLDER');
  const evaluation =
    truthFile === undefined
      ? await evaluateNewestRun(path.resolve(first))
      : await evaluateSuspects(first, truthFile);
  console.log(describeEvaluation(evaluation));
  return 0;
}

async function evaluateNewestRun(folder: string): Promise<Evaluation> {
  const location = { root: folder, folder: path.join(folder, STORE_FOLDER), isFallback: false };
  const [run] = await listRuns(location);
  if (run === undefined) throw new ScriptError(`${folder} has not been scanned yet.`);
  return evaluateJudged(await judgeRun(location, run, truthFileOf(folder)));
}

runMain(main);
