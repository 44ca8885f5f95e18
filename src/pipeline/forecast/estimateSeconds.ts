import type { TrainingPlan } from '../../core/run/trainingPlan';
import { layOutThreads, replicaSpeedup } from '../../ml/plan/threadLayout';

/** What a run consists of, as far as its time depends on it. */
export interface RunWork {
  readonly images: number;
  /** Pixels of the median image; absent: they need not be read, as the cache has them. */
  readonly imagePixels?: number | undefined;
  /** Edge of what the encoder sees and how it compares with Lite0; absent: nothing is embedded. */
  readonly embedding?: { readonly size: number; readonly cost: number } | undefined;
  readonly network?: TrainingPlan | undefined;
  readonly head?: TrainingPlan | undefined;
  readonly cores: number;
}

// Seconds of one core on wasm, between what Node 20 and 24 take, as `bench/RESULTS.md` has them ("Training speed", "Reading
// images", "The built-in image encoders", `bench:head`).
const READ = { image: 1e-4, pixel: 3e-9 };
/** Lite0 on 160 × 160 pixels, with reading large images for it; it goes with the pixels. */
const EMBED_160 = 0.015;
/** An image in a training step of the compact network, with its distortion: 1,450 a second at 28 × 28, 360 at 64 × 64. */
const COMPACT_STEP = { image: 1.9e-4, pixel: 6.3e-7 };
/** The network of the paper costs so many times as much. */
const PAPER_COST = 3;
const HEAD_STEP = 7e-5;
/** Predicting costs about a third of learning. */
const PREDICTING = 1 / 3;
/** Looking for copies and faults, ranking, thumbnails: by the clock. */
const DETECT_IMAGE = 3e-4;
/** Starting threads, opening files. */
const START = 2;

/** About how long a run takes by the clock. */
export function estimateSeconds(work: RunWork): { readonly training: number; readonly total: number } {
  const { images, imagePixels, embedding, cores } = work;
  const reading = imagePixels === undefined ? 0 : images * (READ.image + READ.pixel * imagePixels);
  const embedded =
    embedding === undefined ? 0 : images * EMBED_160 * embedding.cost * (embedding.size / 160) ** 2;
  const training = START + trainingSeconds(images, work.network) + trainingSeconds(images, work.head);
  return { training, total: (reading + embedded) / cores + training + images * DETECT_IMAGE };
}

function trainingSeconds(images: number, plan: TrainingPlan | undefined): number {
  if (plan === undefined) return 0;
  const { folds, models, epochs, predictions, batchSize, workers } = plan;
  const learnt = folds === 1 ? images : (images * (folds - 1)) / folds;
  const predicted = predictions === 'all-models' ? images : images / models;
  const oneModel = (learnt * epochs + predicted * PREDICTING) * stepSeconds(plan);
  const layout = layOutThreads({ threads: workers, models, batchSize });
  return (Math.ceil(models / layout.models) * oneModel) / replicaSpeedup(layout.replicas, batchSize);
}

function stepSeconds({ network, imageSize }: TrainingPlan): number {
  if (network === 'head') return HEAD_STEP;
  const compact = COMPACT_STEP.image + COMPACT_STEP.pixel * imageSize ** 2;
  return network === 'paper' ? PAPER_COST * compact : compact;
}
