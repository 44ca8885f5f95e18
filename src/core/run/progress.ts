import type { CheckSummary } from '../dataset/imageChecks';

/** How far a run is. `secondsLeft` is absent while there is too little to estimate from. */
export type Progress =
  | { readonly phase: 'discover'; readonly images: number }
  | {
      readonly phase: 'decode';
      readonly done: number;
      readonly total: number;
      readonly unreadable: number;
      readonly secondsLeft?: number;
    }
  | ({ readonly phase: 'train' } & TrainingProgress)
  /** Predictions made elsewhere are read; `done` of `total` hundredths of the file. */
  | { readonly phase: 'predictions'; readonly done: number; readonly total: number }
  | { readonly phase: 'detect' }
  | { readonly phase: 'thumbnails'; readonly done: number; readonly total: number };

/** Progress over all folds together; `fold` and `epoch` (1-based) are those of the most recent step. */
export interface TrainingProgress {
  readonly fold: number;
  readonly folds: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Image-steps (images × epochs × folds, predictions included) done and to do. */
  readonly done: number;
  readonly total: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft?: number;
  /** What the images' own checks have found meanwhile. */
  readonly checks?: Pick<CheckSummary, 'contradictions' | 'leaks'>;
}
