import { AppError } from '../core/appError';
import { NO_CHECKS, type ChecksByPath } from '../core/dataset/imageChecks';
import { imageFacts } from '../core/dataset/imageFacts';
import type { SuspectPair } from '../core/query/galleryView';
import type { DecidedImage } from '../core/review/decidedImage';
import { NO_PLACEMENT, whereNow, type Placement } from '../core/review/placement';
import type { Decision, JournalEntry } from '../core/review/review';
import type { Journal } from '../core/review/journal';
import type { ReviewLog } from '../core/review/reviewLog';
import { VERDICT } from '../core/review/reviewModel';
import type { ReviewImages, RunSummary } from '../core/run/run';
import { SerialQueue } from '../core/serialQueue';
import { viewPosition } from '../core/spaces';
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
import { decisionFor, stepOf, type Choice, type TargetedRequest } from './reviewStep';
import { ShownImages, type ShownImage } from './shownImages';
import { nextUndecided, undecidedBetween, undecidedOfPair } from './undecided';
import { describeDecisions } from '../core/words/describeDecisions';
import { message, type Message } from '../core/words/message';

export interface ReviewSessionOptions {
  readonly run: RunSummary;
  readonly images: ReviewImages;
  readonly journal: Journal;
  /** A replay of `journal`; from now on this session keeps it up to date. */
  readonly log: ReviewLog;
  /** Which of the decisions so far are about images of the run; absent: all, at their paths. */
  readonly placement?: Placement;
  /** What the checks of the run have found; absent: nothing. */
  readonly checks?: ChecksByPath;
  readonly view: ViewSettings;
  /** Greater than any version a page may still hold. */
  readonly viewVersion: number;
  readonly createId: () => string;
  readonly now: () => Date;
}

/**
 * The review of one run: what is shown, and the decisions about it. A decision is in the journal on disk before it
 * counts; decisions and view changes happen one after the other, in the order they were asked for.
 */
export class ReviewSession {
  readonly run: RunSummary;
  readonly log: ReviewLog;
  private readonly options: ReviewSessionOptions;
  private readonly images: ShownImages;
  private readonly placement: Placement;
  /** Of images that were moved, by where they were. */
  private readonly laterPaths: ReadonlyMap<string, string>;
  private readonly changeEmitter = new Emitter<void>();
  private readonly newClasses = new Set<string>();
  /** How many of the new classes the page has heard of. */
  private announcedClasses: number;
  /** Images in the order of their latest decision, as far as this window has seen it. */
  private readonly decidedOrder = new Set<string>();
  /** Wrong labels to expect among the images that are not suspects. */
  private readonly otherErrors: number;
  private readonly queue = new SerialQueue();
  private version: number;

  /** Fires after decisions have been applied. */
  readonly onDidChange: Event<void> = this.changeEmitter.event;

  constructor(options: ReviewSessionOptions) {
    this.options = options;
    this.run = options.run;
    this.log = options.log;
    this.version = options.viewVersion;
    const { run, images, view, checks = NO_CHECKS } = options;
    const facts = imageFacts(checks, images.rows, run.splits ?? []);
    this.placement = options.placement ?? NO_PLACEMENT;
    this.laterPaths = new Map(Array.from(this.placement.formerPaths, ([path, former]) => [former, path]));
    this.images = new ShownImages(images.rows, (row) => this.decisionOf(row), view, facts);
    this.otherErrors = images.rows.reduce(
      (sum, row) => sum + (row.isLabelIssue ? 0 : 1 - row.labelQuality),
      images.otherErrors,
    );
    for (const path of options.log.decidedPaths()) {
      this.learnClass(path);
      this.decidedOrder.add(path);
    }
    this.announcedClasses = this.newClasses.size;
  }

  get viewVersion(): number {
    return this.version;
  }

  get view(): ViewSettings {
    return this.images.settings;
  }

  get pairs(): readonly SuspectPair[] {
    return this.images.pairs;
  }

  get groups(): readonly GroupCount[] {
    return this.images.groups;
  }

  /** What is decided about an image as the run has it. */
  decisionOf(image: DecidedImage): Decision | null {
    const own = this.log.decisionAbout(image);
    if (own !== undefined) return own;
    const former = this.placement.formerPaths.get(image.path);
    return former === undefined ? null : (this.log.decisionAbout(image, former) ?? null);
  }

  /** What became of decisions where images, labels or the journal have changed. */
  get notes(): readonly Message[] {
    const { formerPaths } = this.placement;
    const unplaced = this.placement.unplaced.filter(
      (decision) => this.images.decisionAt(whereNow(decision)) === null,
    );
    return describeDecisions({ formerPaths, unplaced }, this.log);
  }

  /** The classes of the run and those typed during review, sorted by code unit. */
  get classes(): readonly string[] {
    return this.newClasses.size === 0 ? this.run.classes : [...this.run.classes, ...this.newClasses].sort();
  }

  get counts(): GalleryCounts {
    return {
      ...this.images.counts,
      canUndo: this.log.undoTarget() !== undefined,
      canRedo: this.log.redoTarget() !== undefined,
    };
  }

  /** Filters and sorts anew, after the decisions already under way; positions of the old view are void from then on. */
  setView(view: ViewSettings): Promise<ViewChanged> {
    return this.queue.add(() => {
      this.images.setView(view);
      this.version++;
      const { version: viewVersion, counts, groups } = this;
      return Promise.resolve({ view, viewVersion, counts, groups });
    });
  }

  /** The images at `start … start + count - 1`, fewer at the end. @throws AppError `view-changed`. */
  shown(viewVersion: number, start: number, count: number): readonly ShownImage[] {
    return this.inView(viewVersion).slice(start, count);
  }

  /** Whether going on pays, as the decisions so far show it; takes time in proportion to the suspects. */
  stopping(): StoppingAdvice | null {
    const suspects = this.images.judged();
    if (suspects.verdict.length === 0) return null;
    const recent = [...this.decidedOrder]
      .flatMap((path) => this.images.suspectIndexOf(path) ?? [])
      .filter((index) => suspects.verdict[index] !== VERDICT.none)
      .slice(-RECENT_DECISIONS);
    return stoppingAdvice({ suspects, recent, otherErrors: this.otherErrors });
  }

  /** As `nextUndecided` of the images in view. @throws AppError `view-changed`. */
  nextUndecided(from: number, { viewVersion, ranges }: Targets): number | null {
    return nextUndecided(this.inView(viewVersion), viewPosition(from), ranges) ?? null;
  }

  /** As `undecidedBetween` of the images in view. @throws AppError `view-changed`. */
  undecidedBetween(viewVersion: number, start: number, end: number): readonly [number, number][] {
    return undecidedBetween(this.inView(viewVersion), start, end);
  }

  /** As `undecidedOfPair` of the images in view. @throws AppError `view-changed`. */
  undecidedOfPair(viewVersion: number, position: number): readonly [number, number][] {
    const images = this.inView(viewVersion);
    return position < images.length ? undecidedOfPair(images, viewPosition(position)) : [];
  }

  /** Where the image is in the view; undefined when that does not show it. @throws AppError `view-changed`. */
  positionOf(viewVersion: number, path: string): number | undefined {
    return this.inView(viewVersion).positionOf(path);
  }

  /** Where the image, or its next neighbour when the view no longer holds it, is in the view. */
  positionNear(path: string): number {
    return this.images.positionNear(path);
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
    const images = this.inView(request.targets.viewVersion);
    const positions = rangesToPositions(request.targets.ranges, images.length);
    return positions.map((position) => {
      const { row } = images.at(viewPosition(position));
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
    const decisions = choices.map(({ row: { path, givenLabel, contentHash }, decision }) => ({
      path,
      decision,
      givenLabel,
      ...(contentHash !== undefined && { contentHash }),
    }));
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
        for (const image of [path, this.laterPaths.get(path)]) {
          const position = image === undefined ? undefined : this.images.update(image);
          if (position !== undefined) changed.push(position);
        }
      }
    }
    this.changeEmitter.fire();
    return changed;
  }

  private outcome(step: ReviewOutcome['step'], changed: readonly number[]): ReviewOutcome {
    const hasNewClasses = this.newClasses.size > this.announcedClasses;
    this.announcedClasses = this.newClasses.size;
    return {
      step,
      counts: this.counts,
      changed: positionsToRanges(changed),
      groups: this.images.takeChangedGroups(),
      ...(hasNewClasses && { classes: this.classes }),
    };
  }

  private learnClass(path: string): void {
    const decision = this.log.decisionOf(path);
    if (decision?.action === 'relabel' && !this.run.classes.includes(decision.label))
      this.newClasses.add(decision.label);
  }

  /** The images, for positions of this version of the view only. */
  private inView(viewVersion: number): ShownImages {
    if (viewVersion === this.version) return this.images;
    throw new AppError('view-changed', message('view-changed'));
  }
}
