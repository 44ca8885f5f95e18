/** What a reviewer decided about one image. `relabel` carries the label to train with. */
export type Decision =
  | { readonly action: 'relabel'; readonly label: string }
  | { readonly action: 'keep' }
  | { readonly action: 'exclude' }
  | { readonly action: 'unsure' };

/** One step of a review: the unit of undo, and one line of the journal. */
export type JournalEntry =
  | {
      readonly v: 1;
      readonly type: 'decide';
      /** Unique in the journal; `undo` and `redo` refer to it, so that journals merged by version control still replay. */
      readonly id: string;
      /** ISO 8601, UTC. */
      readonly at: string;
      readonly decisions: readonly PathDecision[];
    }
  | { readonly v: 1; readonly type: 'undo' | 'redo'; readonly of: string; readonly at: string };

/** A decision about one image; `null` takes earlier decisions back. */
export interface PathDecision {
  readonly path: string;
  readonly decision: Decision | null;
}

/** Whether the image is done with. "Unsure" is a note to come back: it counts as not reviewed, here and in the CSV. */
export function isReviewed(decision: Decision | null): boolean {
  return decision !== null && decision.action !== 'unsure';
}

/** Whether the decision says that the given label was wrong. */
export function isErrorFound(decision: Decision | null): boolean {
  return decision?.action === 'relabel' || decision?.action === 'exclude';
}

/** Why a line of the journal is not an entry, to be read after "line 7: ". */
export interface JournalProblem {
  readonly problem: string;
}

/** Reads one line of the journal. Properties that this version does not know are dropped; anything else odd is a problem. */
export function parseJournalLine(text: string): JournalEntry | JournalProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message differs between engines; the line number says enough.
    return { problem: 'it is not JSON' };
  }
  if (!isRecord(value)) return { problem: 'it is not a JSON object' };
  const { v, type, at } = value;
  if (v !== 1) return { problem: `its version is ${v === undefined ? 'missing' : JSON.stringify(v)}, not 1` };
  if (typeof at !== 'string' || !UTC_TIME.test(at)) return { problem: '"at" is not an ISO 8601 time in UTC' };
  if (type === 'decide') return parseDecide(value, at);
  if (type !== 'undo' && type !== 'redo') return { problem: '"type" is not decide, undo or redo' };
  const { of } = value;
  if (!isText(of)) return { problem: '"of" is not the id of a step' };
  return { v: 1, type, of, at };
}

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function parseDecide(value: Record<string, unknown>, at: string): JournalEntry | JournalProblem {
  const { id, decisions } = value;
  if (!isText(id)) return { problem: '"id" is missing or empty' };
  if (!Array.isArray(decisions) || decisions.length === 0)
    return { problem: '"decisions" is not a list with at least one decision' };
  const parsed: PathDecision[] = [];
  for (const [index, item] of decisions.entries()) {
    const decision = parsePathDecision(item);
    if (decision === undefined) return { problem: `decision ${index + 1} is not a path with a decision` };
    parsed.push(decision);
  }
  return { v: 1, type: 'decide', id, at, decisions: parsed };
}

function parsePathDecision(value: unknown): PathDecision | undefined {
  if (!isRecord(value) || !isText(value.path)) return undefined;
  const decision = parseDecision(value.decision);
  return decision === undefined ? undefined : { path: value.path, decision };
}

function parseDecision(value: unknown): Decision | null | undefined {
  if (value === null) return null;
  if (!isRecord(value)) return undefined;
  switch (value.action) {
    case 'relabel':
      return isText(value.label) ? { action: 'relabel', label: value.label } : undefined;
    case 'keep':
    case 'exclude':
    case 'unsure':
      return { action: value.action };
    default:
      return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
