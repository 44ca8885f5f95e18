import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { analyzeRequestSchema } from './analyzeRequest';

/** A search to be divided into tasks, which other machines work on. */
export const planRequestSchema = v.object({
  request: analyzeRequestSchema,
  /** The job folder, absolute. */
  folder: v.string(),
});
export type PlanRequest = Immutable<v.InferOutput<typeof planRequestSchema>>;

export const planOutcomeSchema = v.object({
  tasks: v.number(),
  /** All of them are done, or all but the last: the same plan was worked on before. */
  isReadyToMerge: v.boolean(),
});
export type PlanOutcome = Immutable<v.InferOutput<typeof planOutcomeSchema>>;

/** A job whose tasks are done, or all but the last. */
export const mergeRequestSchema = v.object({ folder: v.string() });
export type MergeRequest = Immutable<v.InferOutput<typeof mergeRequestSchema>>;
