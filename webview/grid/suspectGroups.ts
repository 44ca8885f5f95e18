import * as l10n from '@vscode/l10n';
import { groupKey } from '../../src/core/query/suspectGroups';
import type { GroupCount } from '../../src/shared/galleryProtocol';
import type { GroupSize } from './gridRows';
import { formatCount } from '../reviewWording';
import type { Range } from './selection';

/** The groups of the view, how many of each are reviewed, and which are folded. Folded ones stay so in the next view. */
export class SuspectGroups {
  private counts: readonly GroupCount[] = [];
  private starts: readonly number[] = [];
  private folded = new Set<string>();
  /** Made anew when a group is folded or unfolded, so that a layout can be kept until then. */
  private listed: readonly GroupSize[] = [];

  adopt(counts: readonly GroupCount[]): void {
    let start = 0;
    this.starts = counts.map(({ suspects }) => (start += suspects) - suspects);
    this.counts = counts;
    this.list();
  }

  update(changes: readonly (readonly [group: number, reviewed: number])[]): void {
    if (changes.length === 0) return;
    const counts = [...this.counts];
    for (const [group, reviewed] of changes)
      if (counts[group]) counts[group] = { ...counts[group], reviewed };
    this.counts = counts;
  }

  /** For the layout of the grid. */
  get sizes(): readonly GroupSize[] {
    return this.listed;
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
    return this.listed[group]?.isFolded ?? false;
  }

  setFolded(group: number, isFolded: boolean): void {
    const counts = this.counts[group];
    if (!counts) return;
    if (isFolded) this.folded.add(groupKey(counts));
    else this.folded.delete(groupKey(counts));
    this.list();
  }

  /** The names of the folded groups, to be restored from. */
  get foldedKeys(): readonly string[] {
    return [...this.folded];
  }

  restoreFolded(keys: readonly string[]): void {
    this.folded = new Set(keys);
    this.list();
  }

  /** What is folded away, as ranges of positions. */
  get foldedRanges(): readonly Range[] {
    if (this.folded.size === 0) return [];
    return this.listed.flatMap(({ isFolded }, group) => (isFolded ? [this.rangeOf(group)] : []));
  }

  private list(): void {
    this.listed = this.counts.map((count) => ({
      suspects: count.suspects,
      isFolded: this.folded.size > 0 && this.folded.has(groupKey(count)),
    }));
  }
}

export const groupName = ({ given, suggested }: GroupCount): string =>
  suggested === undefined ? given : `${given} → ${suggested}`;

export function groupCountsText({ suspects, reviewed }: GroupCount): string {
  const all = suspects === 1 ? l10n.t('1 suspect') : l10n.t('{0} suspects', formatCount(suspects));
  return reviewed === 0 ? all : l10n.t('{0} · {1} reviewed', all, formatCount(reviewed));
}
