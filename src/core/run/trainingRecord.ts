import type { FoldHistory } from './foldHistory';

/** A fold's history as `run.json` keeps it; `null` where a value was not a number, as the loss of a collapsed model. */
export interface TrainingRecord {
  readonly fold: number;
  readonly meanLoss: readonly (number | null)[];
  readonly trainAccuracy: readonly (number | null)[];
}

/** Enough for a curve. */
const DIGITS = 4;

export function trainingRecord({ fold, meanLoss, trainAccuracy }: FoldHistory): TrainingRecord {
  return { fold, meanLoss: meanLoss.map(toRecorded), trainAccuracy: trainAccuracy.map(toRecorded) };
}

// JSON has no infinity.
const toRecorded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null);
