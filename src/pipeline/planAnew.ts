import type { AnalyzeJob } from './analyzeJob';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { ScanOptions } from '../core/run/scanOptions';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { pixelRoom } from '../dataset/cache/pixelRoom';
import { probeImages } from '../dataset/decode/probeImages';
import { planTraining } from '../ml/plan/plan';
import { cacheFolder } from '../store/location';

/** Images looked at before decoding, to choose the size and the channels. */
const PROBED_IMAGES = 64;

/** Looks at a sample of the images and decides what to train, and with that how they are decoded. @throws AppError `bad-setting`. */
export async function planAnew(
  { index, location, environment }: Pick<AnalyzeJob, 'index' | 'location' | 'environment'>,
  options: ScanOptions,
): Promise<TrainingPlan> {
  const { signal, cores } = environment;
  const { medianWidth, medianHeight, greyscale } = await probeImages(index, PROBED_IMAGES, signal);
  const facts = {
    imageCount: index.paths.length,
    ...countClasses(index),
    medianImageSize: { width: medianWidth, height: medianHeight },
    greyscale,
    cores,
    pixelRoomBytes: await pixelRoom(cacheFolder(location)),
  };
  return planTraining(facts, options);
}

function countClasses(index: DatasetIndex): { classCount: number; smallestClass: number } {
  const counts = new Int32Array(index.classes.length);
  for (const label of index.labels) counts[label]!++;
  return { classCount: counts.length, smallestClass: counts.reduce((a, b) => Math.min(a, b)) };
}
