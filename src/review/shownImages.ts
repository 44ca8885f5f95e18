import type { ImageFacts } from '../core/dataset/imageFacts';
import { IndexMap } from '../core/indexMap';
import { galleryView, type SuspectPair } from '../core/query/galleryView';
import { askedImages } from '../core/query/similarTerms';
import { groupSuspects, type GroupedView } from '../core/query/suspectGroups';
import { formatSuspectQuery, parseSuspectQuery, withoutDecisionTerms } from '../core/query/suspectQuery';
import { DecisionTally } from '../core/review/decisionTally';
import { verdictOf, type suspectColumns } from '../core/review/judgedSuspects';
import { isSameDecision, type Decision } from '../core/review/review';
import type { JudgedSuspects } from '../core/review/reviewModel';
import type { ResultRow } from '../core/run/run';
import {
  shownIndex,
  viewPosition,
  type ShownIndex,
  type SuspectIndex,
  type ViewPosition,
} from '../core/spaces';
import type { GalleryCounts, GroupCount, ViewSettings } from '../shared/galleryProtocol';
import type { SimilarImages } from './similar/similarImages';
import { GroupTally } from './groupTally';

/** An image at its position in the view. */
export interface ShownImage {
  readonly position: ViewPosition;
  readonly row: ResultRow;
  readonly decision: Decision | null;
  /** Copies and faults; undefined where there are none. */
  readonly facts: ImageFacts | undefined;
  /** Where the view is of similar images: how similar it is, or that it is one of those asked about. */
  readonly similar: Similarity | undefined;
}

export interface Similarity {
  readonly similarity: number;
  readonly isAsked: boolean;
}

/** The images that there are to look at, and what is known of them to begin with; `ShownImages` takes the lists over and goes on with them. */
export interface KnownImages {
  /** In rank order. */
  readonly rows: ResultRow[];
  /** By path. */
  readonly indices: Map<string, ShownIndex>;
  /** Parallel to `rows`. */
  readonly decisions: (Decision | null)[];
  readonly facts: FactsByPath;
  readonly suspects: readonly ResultRow[];
  /** Of the suspects, as are the pairs. */
  readonly columns: ReturnType<typeof suspectColumns>;
  readonly pairs: readonly SuspectPair[];
}

export interface ShownImagesOptions {
  readonly known: KnownImages;
  /** As it is at the moment. */
  readonly decisionOf: (row: ResultRow) => Decision | null;
  readonly settings: ViewSettings;
}

/** The facts about images, by path. */
export type FactsByPath = ReadonlyMap<string, ImageFacts>;

/**
 * The images of a run to look at: the suspects, those that may show none of the classes, and those with facts to review;
 * after them any others that a search for similar images has found. And the view of them that is shown, frozen
 * until the next `setView`, so that deciding about one never moves the others. Counts are kept up to date decision by
 * decision, not recounted.
 */
export class ShownImages {
  private readonly facts: FactsByPath;
  /** As it is at the moment. */
  private readonly decisionOf: (row: ResultRow) => Decision | null;
  /** In rank order, then what is there for being similar only. */
  private readonly rows: ResultRow[];
  /** How many of `rows` are always there. */
  private readonly ownCount: number;
  private readonly suspects: readonly ResultRow[];
  private readonly suspectIndices: IndexMap<ShownIndex, SuspectIndex>;
  private readonly indices: Map<string, ShownIndex>;
  /** What the last search for similar images has found, and the place of each among it. */
  private found: SimilarImages | undefined;
  private foundPlaces: ReadonlyMap<string, number> = new Map();
  /** Parallel to `rows`. */
  private readonly decisions: (Decision | null)[];
  /** Of the suspects. */
  private readonly tally = new DecisionTally();
  private readonly columns: KnownImages['columns'];
  private viewSettings!: ViewSettings;
  private isOfSimilar = false;
  private order!: IndexMap<ViewPosition, ShownIndex>;
  private positions!: IndexMap<ShownIndex, ViewPosition>;
  private tallyInView!: DecisionTally;
  private groupTally!: GroupTally;

  readonly pairs: readonly SuspectPair[];

  constructor({ known, decisionOf, settings }: ShownImagesOptions) {
    const { rows, indices, decisions, facts, suspects, columns, pairs } = known;
    this.rows = rows;
    this.ownCount = rows.length;
    this.indices = indices;
    this.decisions = decisions;
    this.facts = facts;
    this.suspects = suspects;
    this.columns = columns;
    this.pairs = pairs;
    this.decisionOf = decisionOf;
    let count = 0;
    this.suspectIndices = new IndexMap(Int32Array.from(rows, (row) => (row.isLabelIssue ? count++ : -1)));
    for (const [index, row] of rows.entries()) if (row.isLabelIssue) this.tally.add(decisions[index]!);
    this.setView(settings);
  }

  get settings(): ViewSettings {
    return this.viewSettings;
  }

  /** How many images the view shows. */
  get length(): number {
    return this.order.size;
  }

  get counts(): Omit<GalleryCounts, 'canUndo' | 'canRedo'> {
    return {
      suspects: this.suspects.length,
      ...this.tally.counts,
      inView: this.length,
      reviewedInView: this.tallyInView.counts.reviewed,
    };
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
    const verdict = new Uint8Array(this.suspects.length);
    for (const [index, decision] of this.decisions.entries()) {
      const suspect = this.suspectIndices.get(shownIndex(index));
      if (suspect !== undefined) verdict[suspect] = verdictOf(decision);
    }
    return { ...this.columns, verdict };
  }

  /** Where the image is in the columns of `judged`; undefined for one that is no suspect. */
  suspectIndexOf(path: string): SuspectIndex | undefined {
    const index = this.indices.get(path);
    return index === undefined ? undefined : this.suspectIndices.get(index);
  }

  /** What the last search for similar images has found. */
  get similar(): SimilarImages | undefined {
    return this.found;
  }

  /** `similar` is what the query's search has found; absent: what the last one has. */
  setView(settings: ViewSettings, similar?: SimilarImages): void {
    if (similar !== undefined && similar !== this.found) this.takeIn(similar);
    const { view, groups } = this.viewOf(settings);
    this.viewSettings = settings;
    this.isOfSimilar = askedImages(settings.query).length > 0;
    this.order = new IndexMap(view);
    this.positions = this.order.inverse(this.rows.length);
    this.tallyInView = new DecisionTally();
    this.groupTally = new GroupTally(groups);
    for (const [position, index] of view.entries()) {
      const decision = this.decisions[index]!;
      this.tallyInView.add(decision);
      this.groupTally.add(viewPosition(position), decision);
    }
  }

  at(position: ViewPosition): ShownImage {
    const index = this.order.get(position);
    if (index === undefined) throw new RangeError(`No position ${position} in a view of ${this.length}.`);
    const row = this.rows[index]!;
    return {
      position,
      row,
      decision: this.decisions[index]!,
      facts: this.facts.get(row.path),
      similar: this.similarityOf(row.path),
    };
  }

  slice(start: number, count: number): readonly ShownImage[] {
    const length = Math.max(0, Math.min(this.length - start, count));
    return Array.from({ length }, (_, offset) => this.at(viewPosition(start + offset)));
  }

  /** Takes in a decision. @returns the image's position in the view; undefined when the view does not show it. */
  update(path: string): ViewPosition | undefined {
    const index = this.indices.get(path);
    if (index === undefined) return undefined;
    const before = this.decisions[index]!;
    const decision = this.decisionOf(this.rows[index]!);
    this.decisions[index] = decision;
    if (this.rows[index]!.isLabelIssue) this.tally.change(before, decision);
    const position = this.positions.get(index);
    if (position === undefined) return undefined;
    this.tallyInView.change(before, decision);
    this.groupTally.change(position, before, decision);
    return position;
  }

  /** Takes in all decisions. @returns the positions in the view where one has changed. */
  updateAll(): readonly ViewPosition[] {
    return this.rows.flatMap((row, index) => {
      const before = this.decisions[index]!;
      const position = this.update(row.path);
      return position === undefined || isSameDecision(before, this.decisions[index]!) ? [] : [position];
    });
  }

  /** Null as well for an image that is not among them. */
  decisionAt(path: string): Decision | null {
    return this.decisions[this.indices.get(path) ?? -1] ?? null;
  }

  /** Undefined for an image that the view does not show. */
  positionOf(path: string): ViewPosition | undefined {
    const index = this.indices.get(path);
    return index === undefined ? undefined : this.positions.get(index);
  }

  /** The least position of some images; null where the view shows none of them. */
  firstPositionOf(paths: readonly string[]): ViewPosition | null {
    const positions = paths.flatMap((path) => this.positionOf(path) ?? []);
    return positions.length === 0 ? null : positions.reduce((a, b) => (a < b ? a : b));
  }

  /**
   * The position of an image that this view, built anew, may have lost for its decision: then that of the first one after it
   * which is still there, else the last position (0 in an empty view).
   */
  positionNear(path: string): ViewPosition {
    const index = this.indices.get(path);
    if (index === undefined) return viewPosition(0);
    const query = formatSuspectQuery(withoutDecisionTerms(parseSuspectQuery(this.viewSettings.query)));
    const all = this.viewOf({ ...this.viewSettings, query }).view;
    for (const candidate of [index, ...all.subarray(all.indexOf(index) + 1)]) {
      const position = this.positions.get(shownIndex(candidate));
      if (position !== undefined) return position;
    }
    return viewPosition(Math.max(0, this.length - 1));
  }

  private viewOf(settings: ViewSettings): GroupedView {
    const view = galleryView(this.rows, settings, (path) => this.decisions[this.indices.get(path)!] ?? null, {
      factsOf: (path) => this.facts.get(path),
      similarPlaceOf: (path) => this.foundPlaces.get(path),
    });
    return groupSuspects(this.rows, view, settings.group);
  }

  /** Puts what was found in the place of what was found before. */
  private takeIn(similar: SimilarImages): void {
    for (const { path } of this.rows.splice(this.ownCount)) this.indices.delete(path);
    this.decisions.length = this.ownCount;
    for (const row of similar.rows) {
      if (this.indices.has(row.path)) continue;
      this.indices.set(row.path, shownIndex(this.rows.length));
      this.rows.push(row);
      this.decisions.push(this.decisionOf(row));
    }
    this.found = similar;
    this.foundPlaces = new Map(similar.rows.map(({ path }, place) => [path, place]));
  }

  private similarityOf(path: string): Similarity | undefined {
    const place = this.isOfSimilar ? this.foundPlaces.get(path) : undefined;
    if (this.found === undefined || place === undefined) return undefined;
    return { similarity: this.found.similarities[place]!, isAsked: place < this.found.to.length };
  }
}
