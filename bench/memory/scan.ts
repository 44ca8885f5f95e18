/**
 * Runs the pipeline as the trainer does, on the built workers, but shows each model only a part of the images in an epoch: what
 * is held in memory is the same, and takes minutes instead of hours. Arguments: the built `dist`, the folder, epochs, images
 * an epoch. Prints each phase as it begins.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { analyze } from '../../src/pipeline/analyze';
import { DEFAULT_ISSUE_FILTER } from '../../src/core/run/issueFilter';
import { runSteps } from '../../src/core/steps';
import { createCnnLearner } from '../../src/ml/train/cnnLearner';
import { createBackendSpeeds } from '../../src/store/backendSpeeds';

async function main([dist, folder, epochs, images]: readonly string[]): Promise<void> {
  if (dist === undefined || folder === undefined) throw new Error('Usage: scan DIST FOLDER EPOCHS IMAGES');
  const run = analyze(
    {
      root: folder,
      fallbackStore: folder,
      options: { preset: 'balanced', epochs: Number(epochs), seed: 1, backend: 'wasm' },
      filterBy: DEFAULT_ISSUE_FILTER,
    },
    {
      createLearner: ({ backend, workers }, cacheFolder) => {
        const learner = createCnnLearner({
          foldWorkerFile: path.join(dist, 'foldWorker.js'),
          wasmFolder: dist,
          backend,
          speeds: createBackendSpeeds(cacheFolder),
          threads: workers,
          log: () => undefined,
        });
        return {
          learn: (task, signal) => {
            const epochShare = Math.min(1, Number(images) / task.images.count);
            return learner.learn({ ...task, plan: { ...task.plan, epochShare } }, signal);
          },
        };
      },
      decodeWorkerFile: path.join(dist, 'decodeWorker.js'),
      cores: availableParallelism(),
      now: () => new Date(),
      signal: new AbortController().signal,
    },
  );
  let phase = '';
  await runSteps(run, (progress) => {
    if (progress.phase !== phase) console.log((phase = progress.phase));
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
