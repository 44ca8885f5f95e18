import * as v from 'valibot';
import { imagePathSchema } from '../dataset/imagePath';
import { CONTENT_HASH_DIGITS } from '../dataset/contentHash';
import type { Immutable } from '../immutable';

const text = v.pipe(v.string(), v.minLength(1));
/** ISO 8601, UTC. */
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/));

const CONTENT_HASH = new RegExp(`^[0-9a-f]{${CONTENT_HASH_DIGITS}}$`);

const decisionSchema = v.variant('action', [
  v.object({ action: v.literal('relabel'), label: text }),
  v.object({ action: v.picklist(['keep', 'exclude', 'unsure']) }),
]);
/** What a reviewer decided about one image. `relabel` carries the label to train with. */
export type Decision = Immutable<v.InferOutput<typeof decisionSchema>>;

const pathDecisionSchema = v.object({
  path: imagePathSchema,
  decision: v.nullable(decisionSchema),
  /** The label that the decision is about. Absent in journals of version 0.1.0, as is the next. */
  givenLabel: v.optional(v.fallback(v.optional(text), undefined)),
  /** Of the image's file; absent where it was not known, too. */
  contentHash: v.optional(v.fallback(v.optional(v.pipe(v.string(), v.regex(CONTENT_HASH))), undefined)),
});
/** A decision about one image, and what it is about; `null` takes earlier decisions back. */
export type PathDecision = Immutable<v.InferOutput<typeof pathDecisionSchema>>;

const version = v.literal(1);
const entrySchema = v.variant('type', [
  v.object({
    v: version,
    type: v.literal('decide'),
    /** Unique in the journal; `undo` and `redo` refer to it, so that journals merged by version control still replay. */
    id: text,
    at: time,
    decisions: v.pipe(v.array(pathDecisionSchema), v.minLength(1)),
  }),
  v.object({ v: version, type: v.picklist(['undo', 'redo']), of: text, at: time }),
]);
/** One step of a review: the unit of undo, and one line of the journal. */
export type JournalEntry = Immutable<v.InferOutput<typeof entrySchema>>;

/** Whether the image is done with. "Unsure" is a note to come back: it counts as not reviewed, here and in the CSV. */
export function isReviewed(
  decision: Decision | null,
): decision is Exclude<Decision, { readonly action: 'unsure' }> {
  return decision !== null && decision.action !== 'unsure';
}

/** Whether the decision says that the given label was wrong. */
export function isErrorFound(decision: Decision | null): boolean {
  return decision?.action === 'relabel' || decision?.action === 'exclude';
}

export function isSameDecision(a: Decision | null, b: Decision | null): boolean {
  if (a?.action === 'relabel' && b?.action === 'relabel') return a.label === b.label;
  return a?.action === b?.action;
}

/** How a line begins by which git marks what it could not merge. */
export const CONFLICT_MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/;

/** Why a line of the journal is not an entry, to be read after "line 7: ". */
export interface JournalProblem {
  readonly problem: string;
}

/** Reads one line of the journal. Properties that this version does not know are dropped; anything else odd is a problem. */
export function parseJournalLine(line: string): JournalEntry | JournalProblem {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's message differs between engines; the line number says enough.
    return { problem: CONFLICT_MARKER.test(line) ? 'it is a conflict marker of a merge' : 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'it is not a JSON object' };
  // First, for of another version nothing else is known.
  const { v: found }: { v?: unknown } = value;
  if (!v.is(version, found))
    return { problem: `its version is ${found === undefined ? 'missing' : JSON.stringify(found)}, not 1` };
  const entry = v.safeParse(entrySchema, value, { abortEarly: true });
  return entry.success ? entry.output : { problem: problemOf(entry.issues[0]) };
}

function problemOf({ path }: v.InferIssue<typeof entrySchema>): string {
  const [property, index] = (path ?? []).map(({ key }) => key);
  switch (property) {
    case 'at':
      return '"at" is not an ISO 8601 time in UTC';
    case 'id':
      return '"id" is missing or empty';
    case 'of':
      return '"of" is not the id of a step';
    case 'decisions':
      return typeof index === 'number'
        ? `decision ${index + 1} is not a path in the dataset with a decision`
        : '"decisions" is not a list with at least one decision';
    default:
      return '"type" is not decide, undo or redo';
  }
}
