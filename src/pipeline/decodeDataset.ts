import type { AnalyzeJob } from './analyzeJob';
import type { Progress } from '../core/run/progress';
import { createTimeLeft } from '../core/timeLeft';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { decodeAll, type DecodeProgress } from '../dataset/decode/decodeAll';
import type { DecodedDataset } from '../dataset/decode/decodedDataset';
import { cacheFolder } from '../store/location';

/** Decodes all images as the plan wants them, through the store's cache. @throws AppError as `decodeAll`. */
export function decodeDataset(
  { index, location, environment }: Pick<AnalyzeJob, 'index' | 'location' | 'environment'>,
  { imageSize, channels }: Pick<TrainingPlan, 'imageSize' | 'channels'>,
): AsyncGenerator<Progress, DecodedDataset> {
  const { signal, cores, now, decodeWorkerFile } = environment;
  return withTimeLeft(
    decodeAll({
      index,
      size: imageSize,
      channels,
      cacheFolder: cacheFolder(location),
      cores,
      workerFile: decodeWorkerFile,
      signal,
    }),
    now,
  );
}

async function* withTimeLeft<R>(
  steps: AsyncGenerator<DecodeProgress, R>,
  now: () => Date,
): AsyncGenerator<Progress, R> {
  const timeLeft = createTimeLeft();
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    const { done, total } = step.value;
    yield { ...step.value, secondsLeft: timeLeft.estimate({ done, total, elapsedMs: now().getTime() }) };
  }
}
