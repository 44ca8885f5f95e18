import type { PredProbs } from '../core/confidentLearning/predProbs';
import type { PixelSource, UnreadableImage } from '../core/dataset/dataset';
import type { ImageChecks } from '../core/dataset/imageChecks';
import type { HeldOutPredictions } from '../core/labelNoise/judgeLabels';
import type { LearnedEvidence } from '../core/run/learnedEvidence';
import type { MemorizationCheck } from '../core/run/memorization';
import type { ScoredRun, TrainedRun } from '../core/run/run';
import type { TrainedModels } from '../store/models';

/** Images with the probabilities predicted for them, wherever those come from. */
export interface PredictedImages {
  readonly paths: readonly string[];
  /** Class indices, parallel to `paths`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** N×K, row-major. */
  readonly predProbs: PredProbs['data'];
  /** Where `predProbs` are of models that have seen the images. */
  readonly heldOut?: HeldOutPredictions | undefined;
  readonly memorization?: MemorizationCheck | undefined;
  /** What training showed; absent where nothing was trained. */
  readonly training?:
    { readonly learned: LearnedEvidence; readonly trained?: TrainedModels | undefined } | undefined;
  /** Images without a prediction, and why. */
  readonly unreadable: readonly UnreadableImage[];
  readonly warnings: readonly string[];
  readonly origin: Pick<TrainedRun, 'backend' | 'plan' | 'training'> | Pick<ScoredRun, 'predictions'>;
}

/** What detection works on. */
export interface JudgedImages extends PredictedImages {
  readonly pixels: PixelSource;
  /** Of each image, its place in `pixels`; negative: it cannot be read. Absent: they are the same images. */
  readonly places?: Int32Array | undefined;
  /** Copies and faults among the images. */
  readonly checks: ImageChecks;
}
