import { galleryView, pairCounts, type SuspectPair } from '../core/query/galleryView';
import { suspectColumns, verdictOf } from '../core/review/judgedSuspects';
import type { Decision } from '../core/review/review';
import type { ImageFacts } from '../core/dataset/imageFacts';
import type { ReviewLog } from '../core/review/reviewLog';
import type { JudgedSuspects } from '../core/review/reviewModel';
import type { ResultRow } from '../core/run/run';
import { shownIndex, viewPosition, type ShownIndex, type ViewPosition } from '../core/spaces';
import { groupSuspects, type GroupedView } from '../core/query/suspectGroups';
import { formatSuspectQuery, parseSuspectQuery, withoutDecisionTerms } from '../core/query/suspectQuery';
import type { GalleryCounts, GroupCount, ViewSettings } from '../shared/galleryProtocol';
import { GroupTally } from './groupTally';
import { SuspectTally } from './suspectTally';

/** A suspect at its position in the view. */
export interface Suspect {
  readonly position: ViewPosition;
  readonly row: ResultRow;
  readonly decision: Decision | null;
  /** Copies and faults; undefined where there are none. */
  readonly facts: ImageFacts | undefined;
}

/** The facts about images, by path. */
export type FactsByPath = ReadonlyMap<string, ImageFacts>;

/**
 * The images of a run to look at, flagged or with facts to review, and the view of them that is shown: frozen until the next `setView`, so that deciding
 * about one never moves the others. Counts are kept up to date decision by decision, not recounted.
 */
export class SuspectList {
  private readonly facts: FactsByPath;
  /** In rank order. */
  private readonly rows: readonly ResultRow[];
  /** Indices of the flagged ones of `rows`. */
  private readonly flagged: Int32Array;
  /** Places among `flagged` by index of `rows`; -1 for those that are not. */
  private readonly flaggedPlaces: Int32Array;
  private readonly decisions: (Decision | null)[];
  private readonly indexOf: ReadonlyMap<string, ShownIndex>;
  private readonly tally = new SuspectTally();
  private columns: ReturnType<typeof suspectColumns> | undefined;
  private viewSettings: ViewSettings;
  /** Indices of `rows` by position. */
  private order: Int32Array;
  /** Positions by index of `rows`; -1 when not in the view. */
  private positions: Int32Array;
  private tallyInView = new SuspectTally();
  private groupTally = new GroupTally([]);

  readonly pairs: readonly SuspectPair[];

  constructor(
    results: readonly ResultRow[],
    log: ReviewLog,
    settings: ViewSettings,
    facts: FactsByPath = new Map(),
  ) {
    this.facts = facts;
    this.rows = results.filter((row) => row.isLabelIssue || facts.has(row.path));
    this.decisions = this.rows.map((row) => log.decisionOf(row.path));
    this.flaggedPlaces = new Int32Array(this.rows.length).fill(-1);
    const indexOf = new Map<string, ShownIndex>();
    const flagged: number[] = [];
    for (const [index, row] of this.rows.entries()) {
      indexOf.set(row.path, shownIndex(index));
      if (!row.isLabelIssue) continue;
      this.flaggedPlaces[index] = flagged.push(index) - 1;
      this.tally.add(this.decisions[index]!);
    }
    this.indexOf = indexOf;
    this.flagged = Int32Array.from(flagged);
    this.pairs = pairCounts(this.rows.filter((row) => row.isLabelIssue));
    this.viewSettings = settings;
    this.order = new Int32Array();
    this.positions = new Int32Array();
    this.setView(settings);
  }

  /** Of all images to look at, in rank order. */
  get paths(): readonly string[] {
    return this.rows.map((row) => row.path);
  }

  get settings(): ViewSettings {
    return this.viewSettings;
  }

  /** How many suspects the view shows. */
  get length(): number {
    return this.order.length;
  }

  get counts(): Omit<GalleryCounts, 'canUndo' | 'canRedo'> {
    const { suspects, reviewed, relabelled, kept, excluded, unsure } = this.tally;
    const inView = { inView: this.order.length, reviewedInView: this.tallyInView.reviewed };
    return { suspects, reviewed, relabelled, kept, excluded, unsure, ...inView };
  }

  /** The groups of the view in order; empty for one list. */
  get groups(): readonly GroupCount[] {
    return this.groupTally.groups;
  }

  /** The groups whose count a decision has changed since this was last asked, with how many are reviewed in each. */
  takeChangedGroups(): readonly (readonly [number, number])[] {
    return this.groupTally.takeChanged();
  }

  /** The suspects by columns with the verdicts so far. */
  judged(): JudgedSuspects {
    this.columns ??= suspectColumns(this.rows.filter((row) => row.isLabelIssue));
    const verdict = new Uint8Array(this.flagged.length);
    for (const [place, index] of this.flagged.entries()) verdict[place] = verdictOf(this.decisions[index]!);
    return { ...this.columns, verdict };
  }

  /** The place of a suspect in `judged()`; undefined for an image that is not flagged. */
  judgedPlace(path: string): number | undefined {
    const place = this.flaggedPlaces[this.indexOf.get(path) ?? -1];
    return place === undefined || place < 0 ? undefined : place;
  }

  setView(settings: ViewSettings): void {
    this.viewSettings = settings;
    const { view, groups } = this.viewOf(settings);
    this.order = view;
    this.groupTally = new GroupTally(groups);
    this.positions = new Int32Array(this.rows.length).fill(-1);
    this.tallyInView = new SuspectTally();
    for (const [position, index] of this.order.entries()) {
      this.positions[index] = position;
      this.tallyInView.add(this.decisions[index]!);
      this.groupTally.add(viewPosition(position), this.decisions[index]!);
    }
  }

  at(position: number): Suspect {
    const index = this.order[position];
    if (index === undefined) throw new RangeError(`No position ${position} in a view of ${this.length}.`);
    const row = this.rows[index]!;
    return {
      position: viewPosition(position),
      row,
      decision: this.decisions[index]!,
      facts: this.facts.get(row.path),
    };
  }

  slice(start: number, count: number): readonly Suspect[] {
    const length = Math.max(0, Math.min(this.length - start, count));
    return Array.from({ length }, (_, offset) => this.at(start + offset));
  }

  /** Records a decision. @returns the suspect's position in the view; undefined when the view does not show it. */
  update(path: string, decision: Decision | null): ViewPosition | undefined {
    const index = this.indexOf.get(path);
    if (index === undefined) return undefined;
    const before = this.decisions[index]!;
    this.decisions[index] = decision;
    if (this.rows[index]!.isLabelIssue) this.tally.change(before, decision);
    const position = this.positionAt(index);
    if (position === undefined) return undefined;
    this.tallyInView.change(before, decision);
    this.groupTally.change(position, before, decision);
    return position;
  }

  /** Undefined for an image that the view does not show. */
  positionOf(path: string): ViewPosition | undefined {
    const index = this.indexOf.get(path);
    return index === undefined ? undefined : this.positionAt(index);
  }

  /**
   * The position of a suspect that this view, built anew, may have lost for its decision: then that of the
   * first one after it which is still there, else the last position (0 in an empty view).
   */
  positionNear(path: string): ViewPosition {
    const index = this.indexOf.get(path);
    if (index === undefined) return viewPosition(0);
    const shown = this.positionAt(index);
    if (shown !== undefined) return shown;
    const query = formatSuspectQuery(withoutDecisionTerms(parseSuspectQuery(this.viewSettings.query)));
    const all = this.viewOf({ ...this.viewSettings, query }).view;
    for (const next of all.subarray(all.indexOf(index) + 1)) {
      const position = this.positionAt(shownIndex(next));
      if (position !== undefined) return position;
    }
    return viewPosition(Math.max(0, this.length - 1));
  }

  private positionAt(index: ShownIndex): ViewPosition | undefined {
    const position = this.positions[index]!;
    return position < 0 ? undefined : viewPosition(position);
  }

  private viewOf(settings: ViewSettings): GroupedView {
    const view = galleryView(
      this.rows,
      settings,
      (path) => this.decisions[this.indexOf.get(path)!] ?? null,
      (path) => this.facts.get(path),
    );
    return groupSuspects(this.rows, view, settings.group);
  }
}
