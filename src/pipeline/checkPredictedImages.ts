import type { AnalyzeJob } from './analyzeJob';
import { relocateChecks } from '../core/dataset/imageChecks';
import type { Progress } from '../core/run/progress';
import { startImageChecks } from '../dataset/checkImages';
import { decodeDataset } from './decodeDataset';
import type { JudgedImages, PredictedImages } from './judgedImages';
import { planAnew } from './planAnew';

/** Unreadable images that are named. */
const NAMED = 3;

/**
 * Decodes the images whose predictions were made elsewhere and looks for copies and faults among them, as a search does while
 * it trains. Those that cannot be read are judged all the same, without checks.
 */
export async function* checkPredictedImages(
  job: AnalyzeJob,
  predicted: PredictedImages,
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
    const imageOf = new Map(predicted.paths.map((path, image) => [path, image]));
    const images = readable.map((image) => imageOf.get(index.paths[image]!) ?? -1);
    const places = new Int32Array(predicted.paths.length).fill(-1);
    for (const [place, image] of images.entries()) if (image >= 0) places[image] = place;
    const unchecked = unreadable.map(({ path }) => path).filter((path) => imageOf.has(path));
    return {
      ...predicted,
      pixels,
      places,
      checks: relocateChecks(found, images),
      warnings: [...predicted.warnings, ...unreadableWarning(unchecked)],
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
