import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { messageSchema } from '../words/message';
import { changeRecordSchema } from './changeRecord';

const place = {
  /** The dataset's folder, absolute. */
  root: v.string(),
  /** Where the store is when the dataset's folder cannot be written. */
  fallbackStore: v.string(),
};

export const writeBackRequestSchema = v.variant('action', [
  v.object({ action: v.literal('plan'), ...place }),
  /** Exactly what was planned, and shown. */
  v.object({ action: v.literal('apply'), ...place, record: changeRecordSchema }),
  /** `file` says what was changed. */
  v.object({ action: v.picklist(['finish', 'undo']), ...place, file: v.string() }),
]);
/** Corrections are to be written back into a dataset, or that is to be finished or taken back. */
export type WriteBackRequest = Immutable<v.InferOutput<typeof writeBackRequestSchema>>;

export const writeBackOutcomeSchema = v.variant('status', [
  v.object({
    status: v.literal('planned'),
    record: changeRecordSchema,
    relabelled: v.number(),
    excluded: v.number(),
    /** What is left out, and what is to be known beforehand. */
    notes: v.array(messageSchema),
    /** The last export, which may be taken back. */
    last: v.optional(v.object({ file: v.string(), at: v.string(), changes: v.number() })),
  }),
  /** An earlier export stopped half-way: nothing was planned. */
  v.object({ status: v.literal('interrupted'), file: v.string(), isUndo: v.boolean() }),
  v.object({
    status: v.literal('changed'),
    /** Says what was changed; gone where that was taken back. */
    file: v.string(),
    /** Files that somebody else has changed since: they stay as they are. */
    skipped: v.array(v.string()),
  }),
]);
export type WriteBackOutcome = Immutable<v.InferOutput<typeof writeBackOutcomeSchema>>;
