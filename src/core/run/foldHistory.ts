/** How training went in one fold, by epoch. */
export interface FoldHistory {
  /** Counted from 0. */
  readonly fold: number;
  readonly meanLoss: readonly number[];
  /** Share of training images whose given label the model predicts, 0–1. */
  readonly trainAccuracy: readonly number[];
}
