import type { AnalyzeJob } from './analyzeJob';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import { createTimeLeft } from '../core/timeLeft';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { decodeAll } from '../dataset/decode/decodeAll';
import type { DecodedDataset } from '../dataset/decode/decodedDataset';
import { cacheFolder } from '../store/location';

/** Decodes all images as the plan wants them, through the store's cache. @throws AppError as `decodeAll`. */
export function decodeDataset(
  { index, location, environment }: Pick<AnalyzeJob, 'index' | 'location' | 'environment'>,
  { imageSize, channels }: Pick<TrainingPlan, 'imageSize' | 'channels'>,
): AsyncGenerator<Progress, DecodedDataset> {
  const { signal, cores, now, decodeWorkerFile } = environment;
  const timeLeft = createTimeLeft();
  const decoding = decodeAll({
    index,
    size: imageSize,
    channels,
    cacheFolder: cacheFolder(location),
    cores,
    workerFile: decodeWorkerFile,
    signal,
  });
  return mapSteps(decoding, (step) => ({
    ...step,
    secondsLeft: timeLeft.estimate({ ...step, elapsedMs: now().getTime() }),
  }));
}
