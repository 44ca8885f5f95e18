/**
 * Runs the pipeline as the trainer does, on the built workers, but shows each model only a part of the images in an epoch: what
 * is held in memory is the same, and takes minutes instead of hours. Arguments: the built `dist`, the folder, epochs, images
 * an epoch. Prints each phase as it begins.
 */
import { createJudge } from '../../src/pipeline/createJudge';
import { createPipeline } from '../../src/pipeline/createPipeline';
import { DEFAULT_ISSUE_FILTER } from '../../src/core/run/issueFilter';
import { runSteps } from '../../src/core/steps';

async function main([dist, folder, epochs, images]: readonly string[]): Promise<void> {
  if (dist === undefined || folder === undefined) throw new Error('Usage: scan DIST FOLDER EPOCHS IMAGES');
  const pipeline = createPipeline({
    programFolder: dist,
    createJudge: (request, tools) =>
      createJudge(request, {
        ...tools,
        train: (task, store) => {
          const epochShare = Math.min(1, Number(images) / task.images.count);
          return tools.train({ ...task, plan: { ...task.plan, epochShare } }, store);
        },
      }),
  });
  const run = pipeline.analyze(
    {
      root: folder,
      fallbackStore: folder,
      options: { preset: 'balanced', encoder: 'none', epochs: Number(epochs), seed: 1, backend: 'wasm' },
      filterBy: DEFAULT_ISSUE_FILTER,
    },
    { signal: new AbortController().signal },
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
