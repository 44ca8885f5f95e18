import { PACKAGES_VARIABLE } from '../core/names';
import { createPipeline } from '../pipeline/createPipeline';
import { locateStore, storeAt } from '../store/location';
import { openRun } from '../store/openRun';
import { readRun } from '../store/runs';
import { analyzeRequest, type AnalyzeOptions } from './analyzeOptions';
import { toRun, type Run } from './run';
import { storeNotes } from './store';
import { runWatched, type Watch } from './watch';

/**
 * Searches the images of a folder for wrong labels, as `label-review scan` does: trains models on them, has each image judged by
 * models that have not seen it, and keeps the run in `.label-review` in the folder, where VS Code finds it. Training runs
 * in worker threads; detection, in the end, keeps this thread busy for seconds where there are many images.
 * @throws LabelReviewError for everything that a person can mend, such as `no-images`, `too-few-classes`, `bad-setting`,
 * `run-in-progress`, `store-unwritable`, `system-short`; the reason of the signal, and no run is kept then.
 */
export async function analyze(folder: string, options: AnalyzeOptions = {}, watch: Watch = {}): Promise<Run> {
  const request = analyzeRequest(folder, options);
  const pipeline = createPipeline({
    // Of the bundle: what its threads run is beside it.
    programFolder: __dirname,
    packagesFolder: process.env[PACKAGES_VARIABLE],
  });
  const outcome = await runWatched((signal) => pipeline.analyze(request, { signal }), watch);
  // `runWatched` has thrown the reason of the signal.
  if (outcome.status === 'cancelled') throw new Error('cancelled without a signal');
  const made = storeAt(request.root, outcome.storeFolder);
  const summary = await readRun(made, outcome.runId);
  const results = await openRun(made, summary).results();
  const location = await locateStore(request.root, request.fallbackStore, {
    cacheParent: request.cacheFolder,
  });
  return toRun(request.root, summary, { results, notes: storeNotes(location) });
}
