import { AppError } from '../core/appError';
import { atOnce } from '../core/atOnce';
import type { SuspectPair } from '../core/query/galleryView';
import type { DecidedImage } from '../core/review/decidedImage';
import type { Decision, JournalEntry } from '../core/review/review';
import type { Journal, JournalNews } from '../core/review/journal';
import { inTurns } from '../files/inTurns';
import { askedImages, withoutSimilar } from '../core/query/similarTerms';
import type { ReviewLog } from '../core/review/reviewLog';
import { SeenDecisions } from '../core/review/seenDecisions';
import { VERDICT } from '../core/review/reviewModel';
import type { ImageChange } from '../core/dataset/imageChange';
import type { ResultRow, RunSummary } from '../core/run/run';
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
import { leaveOutChanged, type FindImageChange } from './imageChange';
import { OwnSteps, stepTarget, type StepTargets } from './ownSteps';
import { positionsToRanges, rangesToPositions } from './positionRanges';
import { prepareReview, type ReviewMaterial } from './prepareReview';
import { choicesFor, historyStepOf, stepOf, toDecisions, type Choice } from './reviewStep';
import { replayAtPaths, type RunDecisions } from './runDecisions';
import { ShownImages, type ShownImage } from './shownImages';
import type { FindSimilar } from './similar/similarImages';
import { SimilarSearch } from './similar/similarSearch';
import { firstUndecided, nextUndecided, undecidedBetween, undecidedOfPair } from './undecided';
import { message, wordingFor, wordMessage, type Message, type Wording } from '../core/words/message';

export interface ReviewSessionOptions extends ReviewMaterial {
  readonly journal: Journal;
  /** Replays the journal where it is not what it was; absent: all its decisions are about images at their paths. */
  readonly replay?: (entries: readonly JournalEntry[]) => Promise<RunDecisions>;
  /** Absent: the files are taken to be what they were. */
  readonly findImageChange?: FindImageChange | undefined;
  /** Similar images are left out of it until `setView` looks for them. */
  readonly view: ViewSettings;
  readonly findSimilar: FindSimilar;
  /** Greater than any version a page may still hold. */
  readonly viewVersion: number;
  readonly createId: () => string;
  readonly now: () => Date;
  /** Absent: English. */
  readonly wording?: Wording;
}

/**
 * The review of one run: what is shown, and the decisions about it. A decision is in the journal on disk before it
 * counts; decisions and view changes happen one after the other, in the order they were asked for.
 */
export class ReviewSession {
  readonly run: RunSummary;
  private readonly options: ReviewSessionOptions;
  private readonly images: ShownImages;
  private decisions: RunDecisions;
  private readonly changeEmitter = new Emitter<void>();
  private seen: SeenDecisions;
  /** Whether the page has not yet heard of the classes as they are. */
  private hasOtherClasses = false;
  /** What the page has not yet heard of the journal's news; a step that fails leaves it for the next outcome. */
  private untold: Untold | undefined;
  private readonly ownSteps: OwnSteps;
  /** Whether the page has heard that git has left a merge unfinished in the journal. */
  private hasConflict = false;
  /** Wrong labels to expect among the images that are not suspects. */
  private readonly otherErrors: number;
  private readonly queue = new SerialQueue();
  /** Of views that were asked for. */
  private readonly views = new SerialQueue();
  private readonly search: SimilarSearch;
  private version: number;

  /** Fires after decisions have been applied. */
  readonly onDidChange: Event<void> = this.changeEmitter.event;

  /** @param prepared Absent: it is done now, without a pause. */
  constructor(options: ReviewSessionOptions, prepared = atOnce(prepareReview(options))) {
    this.options = options;
    this.run = options.run;
    this.version = options.viewVersion;
    const { view } = options;
    const settings =
      askedImages(view.query).length > 0 ? { ...view, query: withoutSimilar(view.query) } : view;
    this.search = new SimilarSearch(options.findSimilar);
    this.decisions = prepared.log;
    const decisionOf = (row: DecidedImage) => this.decisionOf(row);
    this.images = new ShownImages({ known: prepared.known, decisionOf, settings });
    this.otherErrors = prepared.otherErrors;
    this.seen = prepared.seen;
    this.ownSteps = new OwnSteps(this.log);
  }

  /** A replay of the journal. */
  get log(): ReviewLog {
    return this.decisions.log;
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
    return this.decisions.decisionOf(image);
  }

  /** What has become of the file of an image since the run. */
  changeOf(image: ResultRow): Promise<ImageChange | undefined> {
    return this.options.findImageChange?.(image) ?? Promise.resolve(undefined);
  }

  /** What became of decisions where images, labels or the journal have changed. */
  get notes(): readonly Message[] {
    return this.decisions.notes((path) => this.images.decisionAt(path));
  }

  /** The classes of the run and those typed during review, sorted by code unit. */
  get classes(): readonly string[] {
    const { newClasses } = this.seen;
    return newClasses.size === 0 ? this.run.classes : [...this.run.classes, ...newClasses].sort();
  }

  get counts(): GalleryCounts {
    return {
      ...this.images.counts,
      canUndo: this.targets.undo !== undefined,
      canRedo: this.targets.redo !== undefined,
    };
  }

  /**
   * Filters and sorts anew, after the decisions already under way; positions of the old view are void from then on. Similar
   * images are looked for first, while decisions go on; a view that is asked for meanwhile ends the search.
   * @throws AppError `view-changed` where that has happened; where they cannot be found, `no-embeddings` and the like.
   */
  setView(view: ViewSettings): Promise<ViewChanged> {
    const signal = this.search.restart();
    return this.views.add(async () => {
      const similar = await this.search.run(view.query, this.images.similar, signal);
      return this.queue.add(() => {
        this.images.setView(view, similar);
        this.version++;
        // The page asks for all images anew, and the positions are no longer theirs.
        if (this.untold !== undefined) this.untold = { ...this.untold, changed: [] };
        const { version: viewVersion, counts, groups } = this;
        return Promise.resolve({ view, viewVersion, counts, groups });
      });
    });
  }

  /** The paths of images in view. @throws AppError `view-changed`. */
  pathsAt(targets: Targets): readonly string[] {
    return this.rowsAt(targets).map(({ path }) => path);
  }

  rowsAt({ viewVersion, ranges }: Targets): readonly ResultRow[] {
    const images = this.inView(viewVersion);
    return rangesToPositions(ranges, images.length).map((position) => images.at(viewPosition(position)).row);
  }

  /** The images at `start … start + count - 1`, fewer at the end. @throws AppError `view-changed`. */
  shown(viewVersion: number, start: number, count: number): readonly ShownImage[] {
    return this.inView(viewVersion).slice(start, count);
  }

  /** Whether going on pays, as the decisions so far show it: found in turns with other work, for that takes a moment. */
  async stopping(): Promise<StoppingAdvice | null> {
    const suspects = this.images.judged();
    if (suspects.verdict.length === 0) return null;
    const recent = this.seen.latest
      .flatMap((path) => this.images.suspectIndexOf(path) ?? [])
      .filter((index) => suspects.verdict[index] !== VERDICT.none)
      .slice(-RECENT_DECISIONS);
    return inTurns(stoppingAdvice({ suspects, recent, otherErrors: this.otherErrors }));
  }

  /** As `firstUndecided` of the images in view. */
  get firstUndecided(): number {
    return firstUndecided(this.images);
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

  /**
   * Resolves after the step has been flushed to disk and applied. Where the journal turns out to have been changed by another
   * program, nothing is undone or redone but the very step that was to be.
   * @throws AppError `view-changed`, `store-unwritable`, `journal-conflict`.
   */
  async review(request: ReviewRequest): Promise<ReviewOutcome> {
    // Positions mean what the page showed when it asked, so they are looked up now and not when the queue gets here.
    const asked = 'targets' in request ? choicesFor(request, this.inView(request.targets.viewVersion)) : [];
    return this.queue.add(async () => {
      // The step that the page has heard of.
      const target = stepTarget(request, this.untold?.targets ?? this.targets);
      // A decision goes after whatever is there.
      if (!('targets' in request)) await this.takeIn(await this.options.journal.refresh());
      if (this.untold?.told !== undefined && stepTarget(request, this.targets) !== target)
        return this.outcome(null, message('journal-replaced-no-step'), null);
      const { choices, told } = await leaveOutChanged(asked, (image) => this.changeOf(image));
      const entry = this.entryFor(request, choices, target);
      if (entry === undefined) return this.outcome(null);
      const paths = this.log.affectedPaths(entry);
      const images = paths.flatMap((path) => this.decisions.imagesOf(path));
      await this.append(entry);
      return this.outcome(
        entry.type === 'decide'
          ? stepOf(request.kind, choices, paths.length)
          : historyStepOf(entry.type, this.log.saidBy(entry.of), this.images.firstPositionOf(images)),
        told,
      );
    });
  }

  /** Takes in what others have decided, and done to the journal; null when nothing. */
  refresh(): Promise<ReviewOutcome | null> {
    return this.queue.add(async () => {
      const { journal } = this.options;
      await this.takeIn(await journal.refresh());
      const conflict = this.hasConflict ? undefined : journal.conflict;
      this.hasConflict = journal.conflict !== undefined;
      return this.untold === undefined && conflict === undefined ? null : this.outcome(null, conflict);
    });
  }

  /** The steps that an undo and a redo are about: never those that others have made meanwhile. */
  get targets(): StepTargets {
    return this.ownSteps.targets(this.log);
  }

  private entryFor(
    { kind }: ReviewRequest,
    choices: readonly Choice[],
    of: string | undefined,
  ): JournalEntry | undefined {
    const at = this.options.now().toISOString();
    if (kind === 'undo' || kind === 'redo')
      return of === undefined ? undefined : { v: 1, type: kind, of, at };
    if (choices.length === 0) return undefined;
    return { v: 1, type: 'decide', id: this.options.createId(), at, decisions: toDecisions(choices) };
  }

  /** Where it is refused, the journal shows what stands in the way. */
  private async append(entry: JournalEntry): Promise<void> {
    const { journal } = this.options;
    if (entry.type === 'decide') this.ownSteps.add(entry.id);
    try {
      await this.takeIn(await journal.append(entry), entry);
    } catch (error) {
      const news = await journal.refresh().catch(() => undefined); // the first error says more
      if (news !== undefined) await this.takeIn(news);
      throw error;
    }
  }

  /** @param own The last of the entries, where it is a step of this window. */
  private async takeIn({ kind, entries }: JournalNews, own?: JournalEntry): Promise<void> {
    if (kind === 'added' && entries.length === 0) return;
    const before = this.untold ?? { changed: [], others: [], told: undefined, targets: this.targets };
    const { changed, told } =
      kind === 'replaced' ? await this.replace(entries) : { changed: this.absorb(entries), told: undefined };
    const ofOthers = kind === 'replaced' ? [] : own === undefined ? entries : entries.slice(0, -1);
    this.untold = {
      ...before,
      changed: [...before.changed, ...changed],
      others: [...before.others, ...ofOthers.flatMap((entry) => this.log.affectedPaths(entry))],
      told: told ?? before.told,
    };
  }

  /** Applies entries that are on disk. @returns the positions in the view whose decision may have changed. */
  private absorb(entries: readonly JournalEntry[]): readonly number[] {
    const changed: number[] = [];
    for (const entry of entries) {
      const paths = this.log.affectedPaths(entry);
      this.log.apply(entry);
      for (const path of paths) {
        this.learnDecision(path);
        for (const image of this.decisions.imagesOf(path)) {
          const position = this.images.update(image);
          if (position !== undefined) changed.push(position);
        }
      }
    }
    this.changeEmitter.fire();
    return changed;
  }

  /** Begins anew with these entries, all of the journal. */
  private async replace(entries: readonly JournalEntry[]): Promise<TakenIn> {
    const replay = this.options.replay ?? replayAtPaths;
    this.decisions = await replay(entries);
    this.seen = new SeenDecisions(this.run.classes);
    for (const path of this.log.decidedPaths()) this.learnDecision(path);
    this.hasOtherClasses = true;
    const changed = this.images.updateAll();
    this.changeEmitter.fire();
    return { changed, told: message(entries.length === 0 ? 'journal-removed' : 'journal-replaced') };
  }

  /** @param told What the reviewer must know, before what the news say. */
  private outcome(
    step: ReviewOutcome['step'],
    told?: Message,
    ofNews: Message | null | undefined = this.untold?.told,
  ): ReviewOutcome {
    const { hasOtherClasses, untold } = this;
    this.hasOtherClasses = false;
    this.untold = undefined;
    const others = new Set(untold?.others).size;
    const all = [told, ofNews].flatMap((each) => each ?? []);
    return {
      step,
      counts: this.counts,
      changed: positionsToRanges(untold?.changed ?? []),
      groups: this.images.takeChangedGroups(),
      ...(hasOtherClasses && { classes: this.classes }),
      ...(others > 0 && { others }),
      ...(all.length > 0 && {
        told: all.map((each) => wordMessage(each, wordingFor(this.run, this.options.wording))).join(' '),
      }),
    };
  }

  private learnDecision(path: string): void {
    const bringsClass = this.seen.see(path, this.log.decisionOf(path));
    this.hasOtherClasses ||= bringsClass;
  }

  /** The images, for positions of this version of the view only. */
  private inView(viewVersion: number): ShownImages {
    if (viewVersion === this.version) return this.images;
    throw new AppError('view-changed', message('view-changed'));
  }
}

/** What the journal's news have changed. */
interface TakenIn {
  /** Positions in the view. */
  readonly changed: readonly number[];
  /** What the reviewer must know. */
  readonly told: Message | undefined;
}

interface Untold extends TakenIn {
  /** Paths that others have decided about. */
  readonly others: readonly string[];
  /** As they were before, and as the page knows them. */
  readonly targets: StepTargets;
}
