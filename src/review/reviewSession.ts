import * as l10n from '@vscode/l10n';
import { AppError } from '../core/appError';
import { assertNever } from '../core/assertNever';
import { NO_CHECKS, type ChecksByPath } from '../core/dataset/imageChecks';
import { imageFacts } from '../core/dataset/imageFacts';
import type { SuspectPair } from '../core/query/galleryView';
import type { Decision, JournalEntry } from '../core/review/review';
import type { Journal } from '../core/review/journal';
import type { ReviewLog } from '../core/review/reviewLog';
import { VERDICT } from '../core/review/reviewModel';
import type { ResultRow, ReviewImages, RunSummary } from '../core/run/run';
import { RECENT_DECISIONS, stoppingAdvice, type StoppingAdvice } from '../core/review/stopping';
import type {
  GalleryCounts,
  GroupCount,
  ReviewOutcome,
  ReviewRequest,
  Targets,
  ViewChanged,
  ViewSettings,
} from '../shared/galleryProtocol';
import { Emitter, type Event } from './emitter';
import { positionsToRanges, rangesToPositions } from './positionRanges';
import { SerialQueue } from './serialQueue';
import { SuspectList, type Suspect } from './suspectList';

export interface ReviewSessionOptions {
  readonly run: RunSummary;
  readonly images: ReviewImages;
  readonly journal: Journal;
  /** A replay of `journal`; from now on this session keeps it up to date. */
  readonly log: ReviewLog;
  /** What the checks of the run have found; absent: nothing. */
  readonly checks?: ChecksByPath;
  readonly view: ViewSettings;
  /** Greater than any version a page may still hold. */
  readonly viewVersion: number;
  readonly createId: () => string;
  readonly now: () => Date;
}

/** A decision about an image that is shown. */
interface Choice {
  readonly row: ResultRow;
  readonly decision: Decision;
}

type TargetedRequest = Extract<ReviewRequest, { readonly targets: Targets }>;

/**
 * The review of one run: what is shown, and the decisions about it. A decision is in the journal on disk before it
 * counts; decisions and view changes happen one after the other, in the order they were asked for.
 */
export class ReviewSession {
  readonly run: RunSummary;
  readonly log: ReviewLog;
  private readonly options: ReviewSessionOptions;
  private readonly list: SuspectList;
  private readonly changeEmitter = new Emitter<void>();
  private readonly newClasses = new Set<string>();
  /** How many of the new classes the page has been told. */
  private toldClasses: number;
  /** Images in the order of their latest decision, as far as this window has seen it. */
  private readonly decidedOrder = new Set<string>();
  private readonly beyond: number;
  private readonly queue = new SerialQueue();
  private version: number;

  /** Fires after decisions have been applied. */
  readonly onDidChange: Event<void> = this.changeEmitter.event;

  constructor(options: ReviewSessionOptions) {
    this.options = options;
    this.run = options.run;
    this.log = options.log;
    this.version = options.viewVersion;
    const { run, images, log, view, checks = NO_CHECKS } = options;
    this.list = new SuspectList(images.rows, log, view, imageFacts(checks, images.rows, run.splits ?? []));
    this.beyond = images.rows.reduce(
      (sum, row) => sum + (row.isLabelIssue ? 0 : 1 - row.labelQuality),
      images.otherErrors,
    );
    for (const path of options.log.decidedPaths()) {
      this.learnClass(path);
      this.decidedOrder.add(path);
    }
    this.toldClasses = this.newClasses.size;
  }

  get viewVersion(): number {
    return this.version;
  }

  get view(): ViewSettings {
    return this.list.settings;
  }

  get pairs(): readonly SuspectPair[] {
    return this.list.pairs;
  }

  get groups(): readonly GroupCount[] {
    return this.list.groups;
  }

  /** Of all images to look at, in rank order. */
  get paths(): readonly string[] {
    return this.list.paths;
  }

  /** The classes of the run and those typed during review, sorted by code unit. */
  get classes(): readonly string[] {
    return this.newClasses.size === 0 ? this.run.classes : [...this.run.classes, ...this.newClasses].sort();
  }

  get counts(): GalleryCounts {
    return {
      ...this.list.counts,
      canUndo: this.log.undoTarget() !== undefined,
      canRedo: this.log.redoTarget() !== undefined,
    };
  }

  /** Filters and sorts anew, after the decisions already under way; positions of the old view are void from then on. */
  setView(view: ViewSettings): Promise<ViewChanged> {
    return this.queue.add(() => {
      this.list.setView(view);
      this.version++;
      const { version: viewVersion, counts, groups } = this;
      return Promise.resolve({ view, viewVersion, counts, groups });
    });
  }

  /** The suspects at `start … start + count - 1`, fewer at the end. @throws AppError `view-changed`. */
  suspects(viewVersion: number, start: number, count: number): readonly Suspect[] {
    this.checkVersion(viewVersion);
    return this.list.slice(start, count);
  }

  /** Whether going on pays, as the decisions so far show it; takes time in proportion to the suspects. */
  stopping(): StoppingAdvice | null {
    const suspects = this.list.judged();
    if (suspects.verdict.length === 0) return null;
    const recent = [...this.decidedOrder]
      .flatMap((path) => this.list.judgedPlace(path) ?? [])
      .filter((index) => suspects.verdict[index] !== VERDICT.none)
      .slice(-RECENT_DECISIONS);
    return stoppingAdvice({ suspects, recent, beyond: this.beyond });
  }

  /** The first suspect without a decision after `from`, going round, none of `skip`. @throws AppError `view-changed`. */
  nextUndecided(from: number, skip: Targets): number | null {
    this.checkVersion(skip.viewVersion);
    const { length } = this.list;
    for (let step = 1; step < length; step++) {
      const position = (from + step) % length;
      if (skip.ranges.some(([start, end]) => position >= start && position < end)) continue;
      if (this.list.at(position).decision === null) return position;
    }
    return null;
  }

  /** The suspects at `start … end - 1` without a decision. @throws AppError `view-changed`. */
  undecidedBetween(viewVersion: number, start: number, end: number): readonly [number, number][] {
    const found = this.suspects(viewVersion, start, end - start).filter(({ decision }) => decision === null);
    return positionsToRanges(found.map(({ position }) => position));
  }

  /** The undecided suspects in view with the same given→suggested pair. @throws AppError `view-changed`. */
  undecidedOfPair(viewVersion: number, position: number): readonly [number, number][] {
    const [suspect] = this.suspects(viewVersion, position, 1);
    if (suspect === undefined) return [];
    const { givenLabel, predictedLabel } = suspect.row;
    const found = this.list
      .slice(0, this.list.length)
      .filter(
        ({ row, decision }) =>
          decision === null && row.givenLabel === givenLabel && row.predictedLabel === predictedLabel,
      );
    return positionsToRanges(found.map((other) => other.position));
  }

  /** Where the image is in the view; undefined when that does not show it. @throws AppError `view-changed`. */
  positionOf(viewVersion: number, path: string): number | undefined {
    this.checkVersion(viewVersion);
    return this.list.positionOf(path);
  }

  /** Where the suspect, or its next neighbour when the view no longer holds it, is in the view. */
  positionNear(path: string): number {
    return this.list.positionNear(path);
  }

  /** Resolves after the step has been flushed to disk and applied. @throws AppError `view-changed`, `store-unwritable`. */
  async review(request: ReviewRequest): Promise<ReviewOutcome> {
    // Positions mean what the page showed when it asked, so they are looked up now and not when the queue gets here.
    const choices = 'targets' in request ? this.choicesFor(request) : [];
    return this.queue.add(async () => {
      const entry = this.entryFor(request, choices);
      if (entry === undefined) return this.outcome(null, []);
      const images = this.log.affectedPaths(entry).length;
      const changed = this.absorb(await this.options.journal.append(entry));
      return this.outcome(stepOf(request.kind, choices, images), changed);
    });
  }

  /** Takes in what other windows have decided; null when nothing. */
  refresh(): Promise<ReviewOutcome | null> {
    return this.queue.add(async () => {
      const entries = await this.options.journal.refresh();
      return entries.length === 0 ? null : this.outcome(null, this.absorb(entries));
    });
  }

  private choicesFor(request: TargetedRequest): readonly Choice[] {
    this.checkVersion(request.targets.viewVersion);
    const positions = rangesToPositions(request.targets.ranges, this.list.length);
    return positions.map((position) => {
      const { row } = this.list.at(position);
      return { row, decision: decisionFor(request, row) };
    });
  }

  private entryFor({ kind }: ReviewRequest, choices: readonly Choice[]): JournalEntry | undefined {
    const at = this.options.now().toISOString();
    if (kind === 'undo' || kind === 'redo') {
      const of = kind === 'undo' ? this.log.undoTarget() : this.log.redoTarget();
      return of === undefined ? undefined : { v: 1, type: kind, of, at };
    }
    if (choices.length === 0) return undefined;
    const decisions = choices.map(({ row: { path }, decision }) => ({ path, decision }));
    return { v: 1, type: 'decide', id: this.options.createId(), at, decisions };
  }

  /** Applies entries that are on disk. @returns the positions in the view whose decision may have changed. */
  private absorb(entries: readonly JournalEntry[]): readonly number[] {
    const changed: number[] = [];
    for (const entry of entries) {
      const paths = this.log.affectedPaths(entry);
      this.log.apply(entry);
      for (const path of paths) {
        this.learnClass(path);
        this.decidedOrder.delete(path);
        this.decidedOrder.add(path);
        const position = this.list.update(path, this.log.decisionOf(path));
        if (position !== undefined) changed.push(position);
      }
    }
    this.changeEmitter.fire();
    return changed;
  }

  private outcome(step: ReviewOutcome['step'], changed: readonly number[]): ReviewOutcome {
    const hasNewClasses = this.newClasses.size > this.toldClasses;
    this.toldClasses = this.newClasses.size;
    return {
      step,
      counts: this.counts,
      changed: positionsToRanges(changed),
      groups: this.list.takeChangedGroups(),
      ...(hasNewClasses && { classes: this.classes }),
    };
  }

  private learnClass(path: string): void {
    const decision = this.log.decisionOf(path);
    if (decision?.action === 'relabel' && !this.run.classes.includes(decision.label))
      this.newClasses.add(decision.label);
  }

  private checkVersion(viewVersion: number): void {
    if (viewVersion === this.version) return;
    throw new AppError(
      'view-changed',
      l10n.t('The list of suspects has changed meanwhile; look again and repeat.'),
    );
  }
}

function decisionFor(request: TargetedRequest, row: ResultRow): Decision {
  switch (request.kind) {
    case 'accept':
      return relabel(row, row.predictedLabel);
    case 'relabel':
      return relabel(row, request.label);
    case 'keep':
    case 'exclude':
    case 'unsure':
      return { action: request.kind };
    default:
      return assertNever(request);
  }
}

/** Choosing the label an image already has is a decision to keep it. */
const relabel = (row: ResultRow, label: string): Decision =>
  label === row.givenLabel ? { action: 'keep' } : { action: 'relabel', label };

/** What was done. Where all are kept nothing was relabelled, whatever was asked. */
function stepOf(
  kind: ReviewRequest['kind'],
  choices: readonly Choice[],
  images: number,
): NonNullable<ReviewOutcome['step']> {
  if (kind !== 'accept' && kind !== 'relabel') return { kind, images, label: undefined };
  if (choices.every(({ decision }) => decision.action === 'keep'))
    return { kind: 'keep', images, label: undefined };
  const labels = new Set(
    choices.map(({ row, decision }) => (decision.action === 'relabel' ? decision.label : row.givenLabel)),
  );
  return { kind, images, label: labels.size === 1 ? [...labels][0] : undefined };
}
