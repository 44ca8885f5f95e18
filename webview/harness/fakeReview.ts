import { galleryView } from '../../src/core/query/galleryView';
import { isReviewed, type Decision } from '../../src/core/review/review';
import { groupSuspects } from '../../src/core/query/suspectGroups';
import {
  DEFAULT_VIEW,
  type GalleryCounts,
  type GroupCount,
  type ReviewOutcome,
  type ReviewRequest,
  type SuspectDetails,
  type SuspectRow,
  type ViewChanged,
  type ViewSettings,
} from '../../src/shared/galleryProtocol';
import { fakeSuspect, type FakeDataset } from './fakeSuspects';

type Change = readonly (readonly [id: number, before: Decision | null, after: Decision | null])[];

/** What survives a reload of the page, as the journal and the memory of the real host do. */
export interface FakeJournal {
  done: Change[];
  undone: Change[];
  view: ViewSettings;
  newClasses: string[];
}

export const emptyJournal = (): FakeJournal => ({ done: [], undone: [], view: DEFAULT_VIEW, newClasses: [] });

/** A review of made-up suspects, in memory. */
export class FakeReview {
  readonly dataset: FakeDataset;
  readonly journal: FakeJournal;
  viewVersion = 1;
  private readonly decisions = new Map<number, Decision>();
  private view: number[] = [];
  private groupSizes: ReturnType<typeof groupSuspects>['groups'] = [];

  constructor(dataset: FakeDataset, journal: FakeJournal) {
    this.dataset = dataset;
    this.journal = journal;
    for (const change of journal.done) this.apply(change, 'after');
    this.rebuildView();
  }

  get classes(): readonly string[] {
    return [...this.dataset.classes, ...this.journal.newClasses];
  }

  get counts(): GalleryCounts {
    const count = (action: Decision['action']) =>
      [...this.decisions.values()].filter((decision) => decision.action === action).length;
    return {
      suspects: this.dataset.suspects,
      reviewed: this.decisions.size,
      relabelled: count('relabel'),
      kept: count('keep'),
      excluded: count('exclude'),
      unsure: count('unsure'),
      inView: this.view.length,
      reviewedInView: this.view.filter((id) => this.decisions.has(id)).length,
      canUndo: this.journal.done.length > 0,
      canRedo: this.journal.undone.length > 0,
    };
  }

  get groups(): GroupCount[] {
    let start = 0;
    return this.groupSizes.map((group) => {
      const ids = this.view.slice(start, (start += group.suspects));
      const reviewed = ids.filter((id) => isReviewed(this.decisions.get(id) ?? null)).length;
      return { ...group, reviewed };
    });
  }

  rows(start: number, count: number): SuspectRow[] {
    return this.view.slice(start, start + count).map((id, i) => ({
      ...fakeSuspect(this.dataset, id),
      position: start + i,
      decision: this.decisions.get(id) ?? null,
    }));
  }

  details(position: number): SuspectDetails {
    const [row] = this.rows(position, 1);
    const { givenLabel, suggestedLabel, path, thumbnail } = row!;
    const others = this.dataset.classes.filter((label) => label !== givenLabel && label !== suggestedLabel);
    const example = (id: number) => {
      const { path: other, thumbnail: address } = fakeSuspect(this.dataset, id % this.dataset.suspects);
      return { path: other, ...(address !== undefined && { address }) };
    };
    const model = { givenProbability: 0.02, predictedLabel: suggestedLabel, predictedProbability: 0.93 };
    return {
      path,
      bytes: 4321,
      ...(thumbnail !== undefined && { original: thumbnail }),
      classes: [suggestedLabel, ...others.slice(0, 8), givenLabel].map((label, place) => ({
        label,
        probability: place === 0 ? 0.93 : 0.03 / place,
      })),
      models: [
        { ...model, hasSeen: false },
        { ...model, hasSeen: true, givenProbability: 0.2 },
      ],
      ...(row!.copies && {
        copies: {
          isExact: row!.copies.isExact,
          images: row!.copies.others.map((other) => ({ ...other, ...(thumbnail && { address: thumbnail }) })),
          more: row!.copies.more,
        },
      }),
      trajectory: [0.1, 0.3, 0.25, 0.1, 0.04, 0.02],
      typicalGiven: [3, 4, 5, 6].map(example),
      typicalSuggested: [7, 8, 9, 10].map(example),
      neighbours: [11, 12, 13].map((id) => ({
        ...example(id),
        givenLabel: suggestedLabel,
        similarity: 0.91,
      })),
    };
  }

  positionOf(path: string): number | null {
    const position = this.view.findIndex((id) => fakeSuspect(this.dataset, id).path === path);
    return position < 0 ? null : position;
  }

  nextUndecided(from: number, skip: readonly (readonly [number, number])[]): number | null {
    for (let step = 1; step < this.view.length; step++) {
      const position = (from + step) % this.view.length;
      if (skip.some(([start, end]) => position >= start && position < end)) continue;
      if (!this.decisions.has(this.view[position]!)) return position;
    }
    return null;
  }

  undecidedBetween(start: number, end: number): [number, number][] {
    return this.view
      .slice(start, end)
      .flatMap((id, place): [number, number][] =>
        this.decisions.has(id) ? [] : [[start + place, start + place + 1]],
      );
  }

  undecidedOfPair(position: number): [number, number][] {
    const pairOf = (id: number) => {
      const { givenLabel, suggestedLabel } = fakeSuspect(this.dataset, id);
      return `${givenLabel} → ${suggestedLabel}`;
    };
    const wanted = pairOf(this.view[position]!);
    return this.view.flatMap((id, place): [number, number][] =>
      pairOf(id) === wanted && !this.decisions.has(id) ? [[place, place + 1]] : [],
    );
  }

  setView(view: ViewSettings): ViewChanged {
    this.journal.view = view;
    this.viewVersion++;
    this.rebuildView();
    return { view, viewVersion: this.viewVersion, counts: this.counts, groups: this.groups };
  }

  review(request: ReviewRequest): ReviewOutcome {
    if (!('targets' in request)) return this.stepHistory(request.kind);
    const ids = request.targets.ranges.flatMap(([start, end]) => this.view.slice(start, end));
    const change: Change = ids.map((id) => [
      id,
      this.decisions.get(id) ?? null,
      this.decisionOf(request, id),
    ]);
    const isNewClass = request.kind === 'relabel' && !this.classes.includes(request.label);
    if (isNewClass) this.journal.newClasses.push(request.label);
    this.apply(change, 'after');
    this.journal.done.push(change);
    this.journal.undone = [];
    const labels = new Set(change.map(([, , after]) => (after?.action === 'relabel' ? after.label : '')));
    const label = labels.size === 1 ? [...labels][0] : undefined;
    const outcome = this.outcome(change, {
      kind: request.kind,
      images: ids.length,
      ...(label && { label }),
    });
    return { ...outcome, ...(isNewClass && { classes: this.classes }) };
  }

  private stepHistory(kind: 'undo' | 'redo'): ReviewOutcome {
    const { done, undone } = this.journal;
    const change = kind === 'undo' ? done.pop() : undone.pop();
    if (!change) return this.outcome([], null);
    (kind === 'undo' ? undone : done).push(change);
    this.apply(change, kind === 'undo' ? 'before' : 'after');
    return this.outcome(change, { kind, images: change.length });
  }

  private decisionOf(request: Extract<ReviewRequest, { targets: unknown }>, id: number): Decision {
    if (request.kind === 'relabel') return { action: 'relabel', label: request.label };
    if (request.kind === 'accept')
      return { action: 'relabel', label: fakeSuspect(this.dataset, id).suggestedLabel };
    return { action: request.kind };
  }

  private apply(change: Change, side: 'before' | 'after'): void {
    for (const [id, before, after] of change) {
      const decision = side === 'before' ? before : after;
      if (decision) this.decisions.set(id, decision);
      else this.decisions.delete(id);
    }
  }

  private outcome(change: Change, step: ReviewOutcome['step']): ReviewOutcome {
    const positions = new Map(this.view.map((id, position) => [id, position]));
    const changed = change.flatMap(([id]): [number, number][] => {
      const position = positions.get(id);
      return position === undefined ? [] : [[position, position + 1]];
    });
    const groups = this.groups.map(({ reviewed }, group) => [group, reviewed] as const);
    return { step, counts: this.counts, changed, groups };
  }

  private rebuildView(): void {
    const rows = Array.from({ length: this.dataset.suspects }, (_, id) => fakeSuspect(this.dataset, id));
    const results = rows.map((row) => ({
      ...row,
      isLabelIssue: true,
      predictedLabel: row.suggestedLabel,
      predictedProbability: row.suggestedProbability,
    }));
    const ids = new Map(rows.map(({ path }, id) => [path, id]));
    const decisionOf = (path: string) => this.decisions.get(ids.get(path)!) ?? null;
    const factsOf = (path: string) => {
      const id = ids.get(path)!;
      const { copies, faults = [], givenLabel } = rows[id]!;
      if (copies === undefined) return { faults };
      const copied = [{ path, givenLabel }, ...copies.others];
      const group = {
        paths: copied.map((copy) => copy.path),
        labels: copied.map((copy) => copy.givenLabel),
        isExact: copies.isExact,
        isContradiction: true,
        isLeak: false,
        place: Math.floor(id / 40),
      };
      return { group, faults };
    };
    const { view, groups } = groupSuspects(
      results,
      galleryView(results, this.journal.view, decisionOf, factsOf),
      this.journal.view.group,
    );
    this.view = [...view];
    this.groupSizes = groups;
  }
}
