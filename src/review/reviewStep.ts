import { assertNever } from '../core/assertNever';
import type { Decision, PathDecision } from '../core/review/review';
import type { ResultRow } from '../core/run/run';
import { viewPosition } from '../core/spaces';
import { rangesToPositions } from './positionRanges';
import type { ShownImages } from './shownImages';
import type { ReviewOutcome, ReviewRequest, Targets } from '../shared/galleryProtocol';

/** A request to decide about images, which names them. */
export type TargetedRequest = Extract<ReviewRequest, { readonly targets: Targets }>;

/** A decision about an image that is shown. */
export interface Choice {
  readonly row: ResultRow;
  readonly decision: Decision;
}

/** What a request decides about each of its images. */
export function choicesFor(request: TargetedRequest, images: ShownImages): readonly Choice[] {
  return rangesToPositions(request.targets.ranges, images.length).map((position) => {
    const { row } = images.at(viewPosition(position));
    return { row, decision: decisionFor(request, row) };
  });
}

/** The choices as the journal keeps them. */
export const toDecisions = (choices: readonly Choice[]): PathDecision[] =>
  choices.map(({ row: { path, givenLabel, contentHash }, decision }) => ({
    path,
    decision,
    givenLabel,
    ...(contentHash !== undefined && { contentHash }),
  }));

/** What a request decides about one of its images. */
function decisionFor(request: TargetedRequest, row: ResultRow): Decision {
  switch (request.kind) {
    case 'accept':
      return suggestion(row);
    case 'relabel':
      return relabel(row, request.label);
    case 'keep':
    case 'exclude':
    case 'unsure':
      return { action: request.kind };
    default:
      return assertNever(request);
  }
}

/** What is suggested for it: to leave out what shows none of the classes, else another label. */
const suggestion = (row: ResultRow): Decision =>
  row.offTopic?.isFlagged === true ? { action: 'exclude' } : relabel(row, row.predictedLabel);

/** Choosing the label an image already has is a decision to keep it. */
const relabel = (row: ResultRow, label: string): Decision =>
  label === row.givenLabel ? { action: 'keep' } : { action: 'relabel', label };

/** Of an undo or redo. @param statements Of the step that is taken or brought back. */
export function historyStepOf(
  kind: 'undo' | 'redo',
  statements: readonly PathDecision[],
  position: number | null,
): NonNullable<ReviewOutcome['step']> {
  const paths = new Set(statements.map(({ path }) => path));
  return {
    ...{ kind, images: paths.size, label: undefined },
    of: { ...asOneStep(statements), path: paths.size === 1 ? [...paths][0] : undefined, position },
  };
}

/** What was asked when the step was made, as far as its decisions tell. */
function asOneStep(statements: readonly PathDecision[]): { kind: TargetedRequest['kind']; label?: string } {
  const decisions = statements.flatMap(({ decision }) => decision ?? []);
  const [first] = decisions;
  const isAll = (...actions: readonly Decision['action'][]) =>
    decisions.every(({ action }) => actions.includes(action));
  if (first !== undefined && first.action !== 'relabel' && isAll(first.action)) return { kind: first.action };
  const labels = new Set(
    decisions.flatMap((decision) => (decision.action === 'relabel' ? decision.label : [])),
  );
  const [label] = labels;
  // Some may have had the label that was chosen.
  return label !== undefined && labels.size === 1 && isAll('relabel', 'keep')
    ? { kind: 'relabel', label }
    : { kind: 'accept' };
}

/** What was done. Where all labels are kept, or all images excluded, that was done, whatever was asked. */
export function stepOf(
  kind: ReviewRequest['kind'],
  choices: readonly Choice[],
  images: number,
): NonNullable<ReviewOutcome['step']> {
  if (kind !== 'accept' && kind !== 'relabel') return { kind, images, label: undefined };
  for (const action of ['keep', 'exclude'] as const)
    if (choices.every(({ decision }) => decision.action === action))
      return { kind: action, images, label: undefined };
  const labels = new Set(
    choices.map(({ row, decision }) => {
      if (decision.action === 'exclude') return undefined;
      return decision.action === 'relabel' ? decision.label : row.givenLabel;
    }),
  );
  return { kind, images, label: labels.size === 1 ? [...labels][0] : undefined };
}
