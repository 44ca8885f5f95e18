import * as l10n from '@vscode/l10n';
import { groupKey } from '../../src/core/query/suspectGroups';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { GroupCount } from '../../src/shared/galleryProtocol';
import type { GroupSize } from './gridRows';
import { numbers } from '../pageWording';
import type { Range } from './selection';

/** The groups of the view, how many of each are reviewed, and which are folded; never changed in place. */
export class SuspectGroups {
  /** For the layout of the grid: the same object until a group is folded or the view changes. */
  readonly sizes: readonly GroupSize[];
  /** The names of the folded groups. They stay so in a view that does not have them. */
  readonly foldedKeys: ReadonlySet<string>;
  private readonly counts: readonly GroupCount[];
  private readonly starts: readonly number[];

  constructor(counts: readonly GroupCount[], foldedKeys: ReadonlySet<string>, sizes?: readonly GroupSize[]) {
    let start = 0;
    this.starts = counts.map(({ suspects }) => (start += suspects) - suspects);
    this.counts = counts;
    this.foldedKeys = foldedKeys;
    this.sizes =
      sizes ??
      counts.map((count) => ({
        suspects: count.suspects,
        isFolded: foldedKeys.size > 0 && foldedKeys.has(groupKey(count)),
      }));
  }

  withReviewed(changes: readonly (readonly [group: number, reviewed: number])[]): SuspectGroups {
    if (changes.length === 0) return this;
    const counts = [...this.counts];
    for (const [group, reviewed] of changes)
      if (counts[group]) counts[group] = { ...counts[group], reviewed };
    return new SuspectGroups(counts, this.foldedKeys, this.sizes);
  }

  withFolded(group: number, isFolded: boolean): SuspectGroups {
    const count = this.counts[group];
    if (!count || this.isFolded(group) === isFolded) return this;
    const foldedKeys = new Set(this.foldedKeys);
    if (isFolded) foldedKeys.add(groupKey(count));
    else foldedKeys.delete(groupKey(count));
    return new SuspectGroups(this.counts, foldedKeys);
  }

  get length(): number {
    return this.counts.length;
  }

  get(group: number): GroupCount | undefined {
    return this.counts[group];
  }

  rangeOf(group: number): Range {
    const start = this.starts[group] ?? 0;
    return [start, start + (this.counts[group]?.suspects ?? 0)];
  }

  /** The group of the suspect at this position. */
  at(position: number): number {
    return Math.max(
      0,
      this.starts.findLastIndex((start) => start <= position),
    );
  }

  isFolded(group: number): boolean {
    return this.sizes[group]?.isFolded ?? false;
  }

  isFoldedAway(position: number): boolean {
    return this.length > 0 && this.isFolded(this.at(position));
  }

  /** What is folded away, as ranges of positions. */
  get foldedRanges(): readonly Range[] {
    if (this.foldedKeys.size === 0) return [];
    return this.sizes.flatMap(({ isFolded }, group) => (isFolded ? [this.rangeOf(group)] : []));
  }
}

export const groupName = ({ given, suggested }: GroupCount): string =>
  showUnseen(suggested === undefined ? given : `${given} → ${suggested}`);

export function groupCountsText({ suspects, reviewed }: GroupCount): string {
  const all = suspects === 1 ? l10n.t('1 suspect') : l10n.t('{0} suspects', numbers.count(suspects));
  return reviewed === 0 ? all : l10n.t('{0} · {1} reviewed', all, numbers.count(reviewed));
}
