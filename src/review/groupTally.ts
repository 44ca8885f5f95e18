import { isReviewed, type Decision } from '../core/review/review';
import type { ViewPosition } from '../core/spaces';
import type { SuspectGroup } from '../core/query/suspectGroups';
import type { GroupCount } from '../shared/galleryProtocol';

/** Counts what is reviewed in each group of a view, one change at a time. */
export class GroupTally {
  private readonly named: readonly SuspectGroup[];
  /** The position after the last of each group. */
  private readonly ends: Int32Array;
  private readonly reviewed: Int32Array;
  private readonly changed = new Set<number>();

  constructor(groups: readonly SuspectGroup[]) {
    this.named = groups;
    this.reviewed = new Int32Array(groups.length);
    this.ends = new Int32Array(groups.length);
    let end = 0;
    for (const [group, { suspects }] of groups.entries()) this.ends[group] = end += suspects;
  }

  get groups(): readonly GroupCount[] {
    return this.named.map((group, index) => ({ ...group, reviewed: this.reviewed[index]! }));
  }

  add(position: ViewPosition, decision: Decision | null): void {
    if (this.named.length > 0 && isReviewed(decision)) this.reviewed[this.groupOf(position)]!++;
  }

  change(position: ViewPosition, before: Decision | null, after: Decision | null): void {
    const by = Number(isReviewed(after)) - Number(isReviewed(before));
    if (this.named.length === 0 || by === 0) return;
    const group = this.groupOf(position);
    this.reviewed[group]! += by;
    this.changed.add(group);
  }

  /** The groups that `change` has changed since the last time, and their counts now. */
  takeChanged(): readonly (readonly [number, number])[] {
    const taken = [...this.changed].map((group) => [group, this.reviewed[group]!] as const);
    this.changed.clear();
    return taken;
  }

  private groupOf(position: ViewPosition): number {
    let [low, high] = [0, this.ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
