import type { Decision } from '../core/review/review';
import { isReviewed } from '../core/review/review';

/** Counts the decisions over a set of suspects, one change at a time. */
export class SuspectTally {
  suspects = 0;
  reviewed = 0;
  relabelled = 0;
  kept = 0;
  excluded = 0;
  unsure = 0;

  add(decision: Decision | null): void {
    this.suspects++;
    this.count(decision, 1);
  }

  /** Records that one suspect's decision went from `before` to `after`. */
  change(before: Decision | null, after: Decision | null): void {
    this.count(before, -1);
    this.count(after, 1);
  }

  private count(decision: Decision | null, by: 1 | -1): void {
    if (isReviewed(decision)) this.reviewed += by;
    switch (decision?.action) {
      case 'relabel':
        this.relabelled += by;
        break;
      case 'keep':
        this.kept += by;
        break;
      case 'exclude':
        this.excluded += by;
        break;
      case 'unsure':
        this.unsure += by;
        break;
      case undefined:
        break;
    }
  }
}
