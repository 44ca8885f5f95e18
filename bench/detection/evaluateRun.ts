import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compareCodeUnits } from '../../src/core/compareCodeUnits';
import { FILTER_BYS, type FilterBy } from '../../src/core/confidentLearning/filterBy';
import { findLabelIssues } from '../../src/core/confidentLearning/findLabelIssues';
import type { PredProbs } from '../../src/core/confidentLearning/predProbs';
import { detectionMetrics } from '../../scripts/images/metrics';
import { decodeNpy } from '../../src/core/npy';
import type { TrainedRun } from '../../src/core/run/run';
import { trainingCost, type TrainingCost } from './multiplyAdds';
import { ScriptError } from '../../scripts/scriptError';
import { readRun } from '../../src/store/runs';
import { evaluateJudged, type Evaluation } from '../../scripts/images/evaluateSuspects';
import { judgeRun, type JudgedImages } from '../../scripts/images/judgedImages';
import { truthFileOf } from '../../scripts/images/truth';

/** How well a finished run has found the wrong labels, and what it took. */
export interface RunFigures {
  readonly run: TrainedRun;
  readonly evaluation: Evaluation;
  /** F1 of each of cleanlab's filters on the run's predictions; that of the product's own cut is in `evaluation`. */
  readonly filterF1: Readonly<Record<FilterBy, number>>;
  readonly cost: TrainingCost;
}

/** `runFolder` is `<dataset>/.label-review/runs/<id>`; the truth file lies beside the dataset's folder. */
export async function evaluateRun(runFolder: string): Promise<RunFigures> {
  const store = path.resolve(runFolder, '..', '..');
  const root = path.dirname(store);
  const location = { root, folder: store, isFallback: false };
  const run = await readRun(location, path.basename(runFolder));
  if (run.plan === undefined) throw new ScriptError(`${runFolder} is a run of predictions made elsewhere.`);
  const judged = await judgeRun(location, run, truthFileOf(root));
  const predictions = decodeNpy(await readFile(path.join(runFolder, 'predictions.npy')), 'predictions.npy');
  const [rows, columns] = predictions.shape;
  return {
    run,
    evaluation: evaluateJudged(judged),
    filterF1: f1ByFilter(judged, run.classes, { data: predictions.data, rows: rows!, columns: columns! }),
    cost: trainingCost(run.plan, { imageCount: run.images, classCount: run.classes.length }),
  };
}

/** `predProbs` has a row for each path in code unit order. */
function f1ByFilter(
  { paths, givenLabels, isError }: JudgedImages,
  classes: readonly string[],
  predProbs: PredProbs,
): Readonly<Record<FilterBy, number>> {
  const byPath = Int32Array.from(paths.keys()).sort((a, b) => compareCodeUnits(paths[a]!, paths[b]!));
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const labels = byPath.map((row) => indexOf.get(givenLabels[row]!)!);
  const errors = Uint8Array.from(byPath, (row) => isError[row]!);
  const entries = FILTER_BYS.map((filterBy) => {
    const flags = findLabelIssues(labels, predProbs, { filterBy });
    return [filterBy, detectionMetrics(flags, errors).f1] as const;
  });
  return Object.fromEntries(entries) as Record<FilterBy, number>; // an entry for each of the names
}
