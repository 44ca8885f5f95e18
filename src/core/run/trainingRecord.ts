import * as v from 'valibot';
import type { Immutable } from '../immutable';
import type { FoldHistory } from './foldHistory';

/** `null` where a value was not a number, as the loss of a collapsed model. */
const recordedSchema = v.array(v.nullable(v.number()));
export const trainingRecordSchema = v.object({
  fold: v.number(),
  meanLoss: recordedSchema,
  trainAccuracy: recordedSchema,
});
/** A fold's history as `run.json` keeps it. */
export type TrainingRecord = Immutable<v.InferOutput<typeof trainingRecordSchema>>;

/** Enough for a curve. */
const DIGITS = 4;

export function trainingRecord({ fold, meanLoss, trainAccuracy }: FoldHistory): TrainingRecord {
  return { fold, meanLoss: meanLoss.map(toRecorded), trainAccuracy: trainAccuracy.map(toRecorded) };
}

// JSON has no infinity.
const toRecorded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null);
