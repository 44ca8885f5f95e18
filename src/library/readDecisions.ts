import { openReviewedRun } from './reviewedRun';
import type { Watch } from './watch';

/** What a reviewer has decided about an image. `relabel` has the label to train with. */
export type Decision =
  { readonly action: 'relabel'; readonly label: string } | { readonly action: 'keep' | 'exclude' | 'unsure' };

/** A decision that is about no image as it is now, and so is not applied. */
export interface UnappliedDecision {
  /** Where the image was when it was decided about. */
  readonly path: string;
  /** `gone`: there is no such file; `replaced`: it is another picture; `label`: it has another label. */
  readonly why: 'gone' | 'replaced' | 'label';
}

/** What has been decided about a dataset. */
export interface Decisions {
  /** By the path of the image as it is now, relative to the folder. */
  readonly byPath: ReadonlyMap<string, Decision>;
  /** Decisions that are about none of the images any more. */
  readonly unapplied: readonly UnappliedDecision[];
  /** What is to be known about them, such as lines of the journal that cannot be read: sentences. */
  readonly warnings: readonly string[];
}

/**
 * Reads what has been decided about the images of a dataset, in VS Code or elsewhere: `.label-review/decisions.jsonl`, held
 * against the newest run and the labels and files as they are now. Images that have been moved keep their decisions.
 * @throws LabelReviewError `folder-not-found`, `no-run`, `run-damaged`, `store-refused`; the reason of the signal.
 */
export async function readDecisions(folder: string, watch: Watch = {}): Promise<Decisions> {
  const { run, decisionOf, unplaced, warnings } = await openReviewedRun(folder, watch);
  const byPath = new Map<string, Decision>();
  await run.eachImage(({ path }) => {
    const decision = decisionOf(path);
    if (decision !== null) byPath.set(path, decision);
  });
  return { byPath, unapplied: unplaced.map(({ path, why }) => ({ path, why })), warnings };
}
