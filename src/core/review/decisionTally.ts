import { isReviewed, type Decision } from './review';

/** How many images have each decision now, and how many are done with. */
export interface DecisionCounts {
  readonly reviewed: number;
  readonly relabelled: number;
  readonly kept: number;
  readonly excluded: number;
  readonly unsure: number;
}

/** Counts the decisions about some images, one change at a time. */
export class DecisionTally {
  private readonly byAction = { relabel: 0, keep: 0, exclude: 0, unsure: 0 };
  private reviewed = 0;

  add(decision: Decision | null): void {
    this.count(decision, 1);
  }

  /** Records that the decision about one image went from `before` to `after`. */
  change(before: Decision | null, after: Decision | null): void {
    this.count(before, -1);
    this.count(after, 1);
  }

  get counts(): DecisionCounts {
    const { relabel, keep, exclude, unsure } = this.byAction;
    return { reviewed: this.reviewed, relabelled: relabel, kept: keep, excluded: exclude, unsure };
  }

  private count(decision: Decision | null, by: 1 | -1): void {
    if (decision !== null) this.byAction[decision.action] += by;
    if (isReviewed(decision)) this.reviewed += by;
  }
}

/** Counts the decisions about these images. */
export function countDecisions(
  paths: Iterable<string>,
  decisionOf: (path: string) => Decision | null,
): DecisionCounts {
  const tally = new DecisionTally();
  for (const path of paths) tally.add(decisionOf(path));
  return tally.counts;
}
