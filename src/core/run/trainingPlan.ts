export const PRESETS = ['fast', 'balanced', 'thorough', 'paper'] as const;
export type Preset = (typeof PRESETS)[number];

export const LOSS_NAMES = [
  'piecewise-zero',
  'blurry',
  'generalized-cross-entropy',
  'symmetric-cross-entropy',
  'active-passive',
  'early-learning',
  'focal',
  'cross-entropy',
] as const;
export type LossName = (typeof LOSS_NAMES)[number];

/** `auto` mirrors training images where their mirror images look alike. */
export const MIRROR_CHOICES = ['auto', 'none', 'horizontal', 'vertical', 'both'] as const;
export type MirrorChoice = (typeof MIRROR_CHOICES)[number];

export const BACKEND_CHOICES = ['auto', 'tensorflow', 'webgpu', 'wasm'] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** A backend that is running, and why it was chosen over the others. */
export interface BackendInfo {
  readonly name: Exclude<BackendChoice, 'auto'>;
  readonly reason: string;
}

/** A loss with its parameters; formulas in `ml/train/losses.ts`. */
export type LossSpec =
  | { readonly name: 'cross-entropy' }
  | { readonly name: 'focal'; readonly gamma: number }
  | { readonly name: 'blurry'; readonly gamma: number }
  | { readonly name: 'piecewise-zero'; readonly cutoff: number }
  | { readonly name: 'generalized-cross-entropy'; readonly q: number }
  | {
      readonly name: 'symmetric-cross-entropy' | 'active-passive';
      readonly activeWeight: number;
      readonly passiveWeight: number;
    }
  | { readonly name: 'early-learning'; readonly regularization: number; readonly momentum: number };

/** The seed of a run where none is asked for: the same on the command line and in the settings. */
export const DEFAULT_SEED = 1;

/** What the user may override; everything else follows from the dataset and the preset. */
export interface ScanOptions {
  readonly preset: Preset;
  readonly loss?: LossName;
  readonly gamma?: number;
  readonly cutoff?: number;
  /** Weights of the two terms of symmetric cross-entropy and active-passive. */
  readonly activeWeight?: number;
  readonly passiveWeight?: number;
  /** Weight of the regularisation in early-learning. */
  readonly regularization?: number;
  /** Epochs of plain cross-entropy before the robust loss takes over. */
  readonly delayEpochs?: number;
  readonly epochs?: number;
  /** 1 trains one model and uses its predictions of its own training images. */
  readonly folds?: number;
  /** Models to train, at most one for each fold. */
  readonly models?: number;
  readonly batchSize?: number;
  /** The highest of the schedule. */
  readonly learningRate?: number;
  /** 0–1, see `TrainingPlan`. */
  readonly distortion?: number;
  readonly mirrors?: MirrorChoice;
  /** Edge length in pixels of the square images the network sees. */
  readonly imageSize?: number;
  readonly seed: number;
  /** Threads that train: a model for each, or where there are more, several for each model. */
  readonly workers?: number;
  readonly backend: BackendChoice;
}

/** Which mirror images of the training images may stand for the images themselves. */
export interface Mirrors {
  /** Left and right exchanged. */
  readonly horizontal: boolean;
  /** Top and bottom exchanged. */
  readonly vertical: boolean;
}

/** Every choice that decides what is trained, written to `run.json`. */
export interface TrainingPlan {
  readonly preset: Preset;
  readonly network: 'compact' | 'paper';
  readonly imageSize: number;
  readonly channels: 1 | 3;
  /** Parts into which the images are dealt. Every model leaves one part out; a single fold leaves out none. */
  readonly folds: number;
  /** Models trained, one for each of the first folds: at most `folds`. */
  readonly models: number;
  /** Whose predictions an image is judged by: the model that has not seen it, or the mean over all models. */
  readonly predictions: 'held-out' | 'all-models';
  readonly epochs: number;
  /** Only of models that go on learning: of the images that have not changed, the share seen in an epoch. */
  readonly epochShare?: number | undefined;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: 'one-cycle' | 'constant';
  readonly loss: LossSpec;
  readonly delayEpochs: number;
  /** How far training images are turned, scaled and shifted, anew in every epoch: 0 (not at all) to 1. */
  readonly distortion: number;
  readonly mirrors: Mirrors;
  readonly seed: number;
  /** See `ScanOptions`; on backends other than wasm there is one. */
  readonly workers: number;
}
