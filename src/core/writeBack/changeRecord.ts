import * as v from 'valibot';
import type { Immutable } from '../immutable';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));

const changeStepSchema = v.variant('kind', [
  v.object({
    kind: v.literal('rewrite'),
    file: v.string(),
    /** Of all its bytes, before and after. */
    before: sha256,
    after: sha256,
    /** Where its original is kept; absent where one was kept by an earlier export. */
    original: v.optional(v.string()),
    /** In the order of their offsets in the file before. */
    edits: v.array(v.object({ offset: count, was: base64, now: base64 })),
  }),
  v.object({ kind: v.literal('move'), from: v.string(), to: v.string() }),
]);
/** One file that is changed. Paths are relative to the dataset's folder with `/`, beginning with `../` for what lies outside. */
export type ChangeStep = Immutable<v.InferOutput<typeof changeStepSchema>>;

export const changeRecordSchema = v.object({
  v: v.literal(1),
  /** ISO 8601, UTC. */
  at: v.string(),
  /** `applying` and `undoing` are found where that was interrupted. */
  state: v.picklist(['applying', 'applied', 'undoing']),
  steps: v.array(changeStepSchema),
  /** Folders that were made for it, outermost first. */
  folders: v.array(v.string()),
});
/**
 * What an export has changed in a dataset, by which it is finished or taken back. It is written before the first change; how
 * far it came is seen at the files themselves.
 */
export type ChangeRecord = Immutable<v.InferOutput<typeof changeRecordSchema>>;

/** How the names of such files begin and end, with the time between. */
export const isChangeRecordName = (name: string): boolean => /^undo-[\dTZ-]+\.json$/u.test(name);
export const changeRecordName = (at: string): string => `undo-${at.replaceAll(/[:.]/gu, '-')}.json`;
