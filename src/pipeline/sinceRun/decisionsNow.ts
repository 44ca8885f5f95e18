import type { DatasetIndex } from '../../core/dataset/dataset';
import type { UnplacedDecision } from '../../core/review/placement';
import type { Decision } from '../../core/review/review';
import type { ReviewLog } from '../../core/review/reviewLog';
import { describeDecisions, describeMissing } from '../../core/words/describeDecisions';
import { aboutThing, type Message } from '../../core/words/message';
import { placeRunDecisions } from '../../store/journal/placeRunDecisions';
import type { Run } from '../../store/openRun';
import { findChangedSince, type PlacedDecision } from './changedSince';

/** A run, with what has been decided about its dataset. */
export interface DecidedRun {
  readonly run: Run;
  readonly log: ReviewLog;
  /** The images and labels as they are now; undefined where that cannot be told. */
  readonly now: DatasetIndex | undefined;
}

export interface DecisionsNow {
  /** By path; null where there is none. */
  readonly decisionOf: (image: string) => Decision | null;
  /** Those that are not applied. */
  readonly unplaced: readonly UnplacedDecision[];
  /** What is to be said of images that were moved, replaced or relabelled since they were decided about. */
  readonly notes: readonly Message[];
}

/** The decisions that are about images of a run, and about these as they are now. @throws AppError `run-damaged`. */
export async function decisionsNow(
  { run, log, now }: DecidedRun,
  signal: AbortSignal,
): Promise<DecisionsNow> {
  const placement = await placeRunDecisions(run, log);
  const decided: PlacedDecision[] = [];
  if (placement.decisions.size > 0)
    await run.eachImage((image) => {
      const decision = placement.decisions.get(image.path);
      if (decision !== undefined) decided.push({ ...image, decision });
    });
  const changed = now && (await findChangedSince(decided, now, signal));
  const { unplaced: since = [], missing = [] } = changed ?? {};
  const unplaced = [...placement.unplaced, ...since];
  const isUnplaced = new Set(since.map(({ path: image }) => image));
  return {
    decisionOf: (image) => (isUnplaced.has(image) ? null : (placement.decisions.get(image) ?? null)),
    unplaced,
    notes: [...describeDecisions({ ...placement, unplaced }, log), ...describeMissing(missing)].map((note) =>
      aboutThing(note, run.summary.thing),
    ),
  };
}
