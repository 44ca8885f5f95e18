import { DecisionTally, type DecisionCounts } from './decisionTally';
import type { Decision, JournalEntry, PathDecision } from './review';
import { isAbout, settled, type DecidedImage } from './decidedImage';

/** Entries without effect; they come from journals merged by hand or by version control. */
export interface IgnoredCounts {
  /** `decide` with an id that an earlier line already has. */
  readonly duplicateIds: number;
  /** `undo` and `redo` of an id that no earlier line has. */
  readonly unknownIds: number;
  /** `undo` of what is undone already, `redo` of what is not undone. */
  readonly alreadyDone: number;
}

/** A decision as one step has it. */
export interface Statement extends PathDecision {
  readonly at: string;
}

/**
 * The state of a review: a replay of the journal, entry by entry. It lives as long as its dataset is open and only
 * grows; an entry costs time in proportion to the images it touches.
 *
 * A step (a `decide` entry, however many images) is in effect until it is undone. The decision about an image is that
 * of the latest step in effect that mentions it, in journal order: undoing an older step never changes what a later one
 * decided. Whether it is about the image as it is now is another question (`decisionAbout`). An explicit `redo` is honoured
 * even after a new step, as merged journals can hold one; `redoTarget` offers none.
 */
export class ReviewLog {
  private readonly steps = new Map<string, Step>();
  private readonly images = new Map<string, ImageHistory>();
  /**
   * Steps in the order in which they took effect, and in which they were undone. Both may hold steps whose state has
   * changed since: a change pushes the step again, and an outdated one is dropped only when it comes to the top.
   */
  private readonly done: Step[] = [];
  private readonly undone: Step[] = [];
  private readonly tally = new DecisionTally();
  private readonly skipped = { duplicateIds: 0, unknownIds: 0, alreadyDone: 0 };
  private touches = 0;

  /** False when the entry was ignored. */
  apply(entry: JournalEntry): boolean {
    if (entry.type === 'decide') return this.decide(entry);
    const step = this.steps.get(entry.of);
    const isInEffect = entry.type === 'redo';
    if (step === undefined) this.skipped.unknownIds++;
    else if (step.isInEffect === isInEffect) this.skipped.alreadyDone++;
    else {
      this.setInEffect(step, isInEffect);
      return true;
    }
    return false;
  }

  /** Null when nothing is decided about the image. */
  decisionOf(path: string): Decision | null {
    return this.images.get(path)?.current?.said.decision ?? null;
  }

  /**
   * The latest decision at `path` that is in effect and about this image with the label it has: where labels come and go, as
   * with another column of labels, each decision counts for its own. Null where that one takes earlier ones back; undefined
   * where none is about it.
   */
  decisionAbout(image: DecidedImage, path = image.path): Decision | null | undefined {
    for (const said of this.inEffectAt(path)) if (isAbout(said, image)) return settled(said.decision, image);
    return undefined;
  }

  /** What is in effect at `path`, the latest first. */
  *inEffectAt(path: string): Generator<Statement> {
    for (let touch = this.images.get(path)?.newest; touch !== undefined; touch = touch.older)
      if (touch.step.isInEffect) yield touch.said;
  }

  get isEmpty(): boolean {
    return this.images.size === 0;
  }

  /** Whether anything was ever decided about `path`. */
  isKnown(path: string): boolean {
    return this.images.has(path);
  }

  /** Every path that was ever decided about. */
  paths(): Iterable<string> {
    return this.images.keys();
  }

  /** Images that have a decision now, "unsure" included. */
  *decidedPaths(): Generator<string> {
    for (const [path, { current }] of this.images) if (current?.said.decision) yield path;
  }

  /** The id of the step that an undo takes back now, of those that `isMeant`. */
  undoTarget(isMeant: (id: string) => boolean = () => true): string | undefined {
    dropWhile(this.done, (step) => !step.isInEffect);
    return this.done.findLast((step) => step.isInEffect && isMeant(step.id))?.id;
  }

  /** The id of the step that a redo brings back now, of those that `isMeant`; none once a new step has been made. */
  redoTarget(isMeant: (id: string) => boolean = () => true): string | undefined {
    dropWhile(this.undone, (step) => step.isInEffect);
    return this.undone.findLast((step) => !step.isInEffect && isMeant(step.id))?.id;
  }

  /** Of every step, in effect or not. */
  stepIds(): Iterable<string> {
    return this.steps.keys();
  }

  /** What a step says, in effect or not. */
  saidBy(id: string): readonly Statement[] {
    return this.steps.get(id)?.touches.map(({ said }) => said) ?? [];
  }

  /** The images whose decision the entry may change or have changed, each once. */
  affectedPaths(entry: JournalEntry): readonly string[] {
    if (entry.type === 'decide') return [...new Set(entry.decisions.map(({ path }) => path))];
    const touches = this.steps.get(entry.of)?.touches ?? [];
    return [...new Set(touches.map(({ image }) => image.path))];
  }

  get counts(): DecisionCounts {
    return this.tally.counts;
  }

  get ignored(): IgnoredCounts {
    return { ...this.skipped };
  }

  private decide(entry: JournalEntry & { readonly type: 'decide' }): boolean {
    if (this.steps.has(entry.id)) {
      this.skipped.duplicateIds++;
      return false;
    }
    const touches: Touch[] = [];
    const step: Step = { id: entry.id, isInEffect: true, touches };
    for (const decided of entry.decisions) {
      const image = this.imageHistory(decided.path);
      const said = { ...decided, at: entry.at };
      const touch: Touch = { step, image, order: this.touches++, said, older: image.newest };
      image.newest = touch;
      this.setCurrent(image, touch);
      touches.push(touch);
    }
    this.steps.set(step.id, step);
    this.done.push(step);
    this.undone.length = 0;
    return true;
  }

  private setInEffect(step: Step, isInEffect: boolean): void {
    step.isInEffect = isInEffect;
    (isInEffect ? this.done : this.undone).push(step);
    for (const touch of step.touches) {
      const { image } = touch;
      if (isInEffect) {
        if (image.current === undefined || image.current.order < touch.order) this.setCurrent(image, touch);
      } else if (image.current === touch) this.setCurrent(image, latestInEffect(touch.older));
    }
  }

  private imageHistory(path: string): ImageHistory {
    let image = this.images.get(path);
    if (image === undefined) {
      image = { path, newest: undefined, current: undefined };
      this.images.set(path, image);
    }
    return image;
  }

  private setCurrent(image: ImageHistory, touch: Touch | undefined): void {
    this.tally.change(image.current?.said.decision ?? null, touch?.said.decision ?? null);
    image.current = touch;
  }
}

interface Step {
  readonly id: string;
  isInEffect: boolean;
  readonly touches: readonly Touch[];
}

interface ImageHistory {
  readonly path: string;
  newest: Touch | undefined;
  /** The newest whose step is in effect. */
  current: Touch | undefined;
}

/** What one step says about one image. */
interface Touch {
  readonly step: Step;
  readonly image: ImageHistory;
  readonly order: number;
  readonly said: Statement;
  readonly older: Touch | undefined;
}

function latestInEffect(newest: Touch | undefined): Touch | undefined {
  let touch = newest;
  while (touch !== undefined && !touch.step.isInEffect) touch = touch.older;
  return touch;
}

function dropWhile(steps: Step[], isStale: (step: Step) => boolean): void {
  for (let top = steps.at(-1); top !== undefined && isStale(top); top = steps.at(-1)) steps.pop();
}
