import type { DatasetIndex } from '../../core/dataset/dataset';
import { mapSteps } from '../../core/steps';
import { listMessages } from '../../core/words/listMessages';
import { message, type Message } from '../../core/words/message';
import type { Correction } from '../../core/writeBack/correction';
import type { ChangeRecord } from '../../core/writeBack/changeRecord';
import type { WalkProgress } from '../../dataset/walk';
import type { LeftOutCorrection } from '../../dataset/writeBack/corrector';
import { planCorrections } from '../../dataset/writeBack/planCorrections';
import { refuseOutOfBounds, type ChangeBounds } from '../../files/changes/changeBounds';
import { planRecord } from '../../files/changes/planRecord';
import type { StoreLocation } from '../../store/location';
import { discoverAgain } from '../sinceRun/discoverAgain';
import { decisionsNow, type DecidedRun } from '../sinceRun/decisionsNow';

/** What is to be changed for the decisions of a review, of which nothing is touched yet. */
export interface WriteBackPlan {
  readonly record: ChangeRecord;
  /** Images, or boxes, that get another label, and that go. */
  readonly relabelled: number;
  readonly excluded: number;
  /** What is left out, and what is to be known beforehand. */
  readonly notes: readonly Message[];
}

export interface WriteBackRequest extends Omit<DecidedRun, 'now'> {
  readonly bounds: ChangeBounds;
  readonly location: StoreLocation;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Plans how the decisions about a run get into the source of its labels, as that is now.
 * @throws AppError as `discover`; `cannot-write-back`, `source-changed`.
 */
export async function* planWriteBack(
  { bounds, location, at, run, log }: WriteBackRequest,
  signal: AbortSignal,
): AsyncGenerator<WalkProgress, WriteBackPlan> {
  const { root } = bounds;
  const now = yield* mapSteps(discoverAgain(location, run.summary, signal), (progress) => progress);
  if (now.labelSource.kind === 'csv') await refuseOutOfBounds(bounds, now.labelSource.file);
  const { decisionOf, notes } = await decisionsNow({ run, log, now }, signal);
  const corrections = correctionsOf(now, decisionOf);
  const planned = await planCorrections({ now, corrections, bounds, signal });
  const isLeftOut = new Set(planned.leftOut.map(({ path }) => path));
  const count = (action: Correction['decision']['action']) =>
    [...corrections].filter(([image, { decision }]) => decision.action === action && !isLeftOut.has(image))
      .length;
  return {
    record: await planRecord(root, at, planned.changes),
    relabelled: count('relabel'),
    excluded: count('exclude'),
    notes: [...notes, ...planned.notes, ...describeLeftOut(planned.leftOut)],
  };
}

/** What differs between the decisions and the labels as they are now. */
function correctionsOf(
  { paths, labels, classes }: DatasetIndex,
  decisionOf: Awaited<ReturnType<typeof decisionsNow>>['decisionOf'],
): ReadonlyMap<string, Correction> {
  const corrections = new Map<string, Correction>();
  for (const [index, image] of paths.entries()) {
    const decision = decisionOf(image);
    const givenLabel = classes[labels[index]!]!;
    if (decision?.action === 'exclude')
      corrections.set(image, { givenLabel, decision: { action: 'exclude' } });
    if (decision?.action === 'relabel' && decision.label.normalize() !== givenLabel.normalize())
      corrections.set(image, { givenLabel, decision });
  }
  return corrections;
}

function describeLeftOut(leftOut: readonly LeftOutCorrection[]): readonly Message[] {
  if (leftOut.length === 0) return [];
  const images = listMessages(leftOut.map(({ path, why }) => message('left-out-correction', { path, why })));
  if (leftOut.length === 1) return [message('correction-left-out', { images })];
  return [message('corrections-left-out', { count: leftOut.length, images })];
}
