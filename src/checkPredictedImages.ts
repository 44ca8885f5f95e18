import type { JudgedImages } from './adoptPredictions';
import type { AnalyzeJob } from './analyzeJob';
import { relocateChecks } from './core/imageChecks';
import type { Progress } from './core/progress';
import { decodeDataset } from './decodeDataset';
import { planAnew } from './planAnew';
import { startImageChecks } from './dataset/checkImages';

/** Unreadable images that are named. */
const NAMED = 3;

/**
 * Decodes the images whose predictions were made elsewhere and looks for copies and faults among them, as a search does while
 * it trains. Those that cannot be read are judged all the same, without checks.
 */
export async function* checkPredictedImages(
  job: AnalyzeJob,
  judged: JudgedImages,
): AsyncGenerator<Progress, JudgedImages> {
  const { index, request, environment } = job;
  const { signal } = environment;
  // Decoded as a search would, so that either finds the other's in the cache; settings of training have no say.
  const { preset, seed, backend, imageSize } = request.options;
  const plan = await planAnew(job, { preset, seed, backend, imageSize });
  const { pixels, sizes, readable, unreadable } = yield* decodeDataset(job, plan);
  yield { phase: 'detect' };
  const checking = startImageChecks({ pixels, sizes, signal });
  try {
    const found = await checking.finish();
    const placeOf = new Map(judged.paths.map((image, place) => [image, place]));
    const places = readable.map((image) => placeOf.get(index.paths[image]!) ?? -1);
    const unchecked = unreadable.filter(({ path }) => placeOf.has(path));
    return {
      ...judged,
      checks: relocateChecks(found, places),
      warnings: [...judged.warnings, ...unreadableWarning(unchecked.map(({ path }) => path))],
    };
  } finally {
    await checking.stop();
  }
}

function unreadableWarning(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const named = paths.slice(0, NAMED).join(', ');
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return [`These images cannot be read; only their predictions were looked at: ${named}${more}.`];
}
