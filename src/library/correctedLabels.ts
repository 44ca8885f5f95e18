import { correctedImages } from '../core/run/correctedRows';
import { openReviewedRun } from './reviewedRun';
import type { Watch } from './watch';

/** One image, and the label to train with. */
export interface CorrectedLabel {
  /** Relative to the dataset's folder. */
  readonly path: string;
  /** The label as it was. */
  readonly givenLabel: string;
  /** The label to train with; null for an image that is to be left out. */
  readonly correctedLabel: string | null;
  /** What was decided; null where nothing was, or a reviewer was unsure. */
  readonly action: 'relabel' | 'keep' | 'exclude' | null;
}

/** The labels of a dataset with what reviewers have decided. */
export interface CorrectedLabels {
  /** Every image of the run, by path. */
  readonly rows: readonly CorrectedLabel[];
  /** What is to be known about them, such as decisions that are not applied: sentences. */
  readonly warnings: readonly string[];
}

/**
 * The labels to train with: those of the newest run, with the decisions of reviewers, as `label-review export` writes them.
 * @throws LabelReviewError `folder-not-found`, `no-run`, `run-damaged`, `store-refused`; the reason of the signal.
 */
export async function correctedLabels(folder: string, watch: Watch = {}): Promise<CorrectedLabels> {
  const { run, results, decisionOf, warnings } = await openReviewedRun(folder, watch);
  const { unreadable } = run.summary;
  const rows = Array.from(
    correctedImages({ results, unreadable, decisionOf }),
    ({ image, correctedLabel, action }) => ({
      path: image.path,
      givenLabel: image.givenLabel,
      correctedLabel,
      action,
    }),
  );
  return { rows, warnings };
}
