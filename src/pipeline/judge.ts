/** The seam for all that can form an opinion of images: `networkJudge.ts` trains, `predictionsJudge.ts` reads. */
import type { PredProbs } from '../core/confidentLearning/predProbs';
import type { PixelSource } from '../core/dataset/dataset';
import type { HeldOutPredictions } from '../core/labelNoise/judgeLabels';
import type { OpinionPredictions } from '../core/labelNoise/mixOpinions';
import type { LearnedEvidence } from '../core/run/learnedEvidence';
import type { MemorizationCheck } from '../core/run/memorization';
import type { OpinionName, Opinions } from '../core/run/opinions';
import type { Progress } from '../core/run/progress';
import type { ScoredRun, TrainedRun } from '../core/run/run';
import type { DecodeOutput, PixelOutput } from '../dataset/decode/decodeOutput';
import type { LearningTask } from '../ml/train/learning';
import type { TrainedModels } from '../store/models';
import type { Dataset } from './prepare';
import type { Message } from '../core/words/message';

/** Judges the images of one run. */
export interface Judge {
  /** Finds out what it needs to see, before anything is decoded. */
  prepare(dataset: Dataset): AsyncGenerator<Progress, PreparedJudge>;
}

/**
 * A form in which a judge looks at images: squares of so many pixels, grey or in colour, embeddings by an encoder, or rows
 * that were made elsewhere.
 */
export type ImageInput = DecodeOutput | RowsInput;

/** What images look like, known without looking. */
export interface RowsInput {
  readonly kind: 'rows';
  /** Parallel to `images`, indices into the dataset, ascending. */
  readonly rows: PixelSource;
  readonly images: Int32Array;
  /** Changes with the rows and with the images they are of. */
  readonly fingerprint: string;
}

/** A judge that knows what it needs. */
export interface PreparedJudge {
  /** The forms in which it looks at every image; none where it looks at no image. */
  readonly inputs: readonly ImageInput[];
  /**
   * Where it looks at no pixels: the form in which the images were decoded that it goes on from, and are in the cache. Absent: the
   * options say it.
   */
  readonly shown?: PixelOutput | undefined;
  /** The classes that it knows, the dataset's among them, sorted by code unit. */
  readonly classes: readonly string[];
  /** Absent: it judges all images. */
  readonly choice?: ImageChoice;
  /** What it trains when it judges; none where it reads or remembers. */
  readonly trainings?: readonly JudgeTraining[];
  judge(images: ImagesToJudge): AsyncGenerator<Progress, Judgement>;
}

/** A training that a judge rests on. */
export interface JudgeTraining {
  readonly by: OpinionName;
  /** Models that are trained, one for each of the first folds. */
  readonly models: number;
  /** What there is to learn, once the images are decoded. */
  readonly task: (images: ImagesToJudge) => Promise<LearningTask>;
}

/** The images that a judge can judge. */
export interface ImageChoice {
  /** Indices into the dataset's images, ascending. */
  readonly images: Int32Array;
  /** Why it cannot judge the others. */
  readonly whyNotOthers: Message | string;
}

/** What a judge is given; arrays are parallel. Images that cannot be read are among them only where it looks at none. */
export interface ImagesToJudge {
  readonly paths: readonly string[];
  /** Of the images' files, as `ResultColumns` has them. */
  readonly contentHashes: Uint32Array;
  /** As the judge knows them. */
  readonly classes: readonly string[];
  /** Class indices: given labels, where a reviewer has relabelled the new ones. */
  readonly labels: Int32Array;
  /** What reviewers have said of the labels (`REVIEW_STATUS`). */
  readonly reviewStatus: Uint8Array;
  /** The images in each form that the judge has asked for, in that order; an embedding is a grey image of height 1. */
  readonly inputs: readonly PixelSource[];
  /** Changes with the images' files and with the forms; empty without any. */
  readonly fingerprint: string;
}

/** What a judge says of N images and K classes, as far as it has it. */
export interface Judgement {
  /** N×K, row-major. */
  readonly predProbs: PredProbs['data'];
  /** Where `predProbs` are of models that have seen the images. */
  readonly heldOut?: HeldOutPredictions | undefined;
  readonly memorization?: MemorizationCheck | undefined;
  /** What images look like to an encoder: companded rows (`compandEmbedding`), grey images of height 1. */
  readonly embedded?: PixelSource | undefined;
  /** What it rests on, where there could have been more than one opinion. */
  readonly opinions?: Opinions | undefined;
  /** What the network alone has said, where it was mixed with another opinion. */
  readonly networkPredictions?: OpinionPredictions | undefined;
  /** What training has shown about single images. */
  readonly evidence?: LearnedEvidence | undefined;
  /** What a later search can go on from. */
  readonly trained?: TrainedModels | undefined;
  readonly warnings: readonly (Message | string)[];
  /** How it came to its judgement. */
  readonly origin: TrainedOrigin | Pick<ScoredRun, 'predictions'>;
}

export type TrainedOrigin = Pick<TrainedRun, 'backend' | 'plan' | 'training'>;
