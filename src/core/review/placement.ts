import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { atOnce } from '../atOnce';
import type { DecidedImage } from './decidedImage';
import type { Decision } from './review';
import type { ReviewLog } from './reviewLog';

/** Which decisions of a journal are about the images of a dataset as they are now. */
export interface Placement {
  /** By path; "unsure" among them. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Of images that were moved or renamed since: where they were when they were decided about. */
  readonly formerPaths: ReadonlyMap<string, string>;
  /** The others, which are not applied, in the order of the journal. */
  readonly unplaced: readonly UnplacedDecision[];
}

const path = v.string();

export const unplacedDecisionSchema = v.variant('why', [
  /** There is no such file any more; or another picture is in its place. */
  v.object({ path, why: v.picklist(['gone', 'replaced']) }),
  /** The image is there, perhaps at another path, with another label than the one that was decided about. */
  v.object({
    path,
    why: v.literal('label'),
    was: v.string(),
    is: v.string(),
    movedTo: v.optional(v.string()),
  }),
]);
/** A decision that is about none of the images. */
export type UnplacedDecision = Immutable<v.InferOutput<typeof unplacedDecisionSchema>>;

/** Nothing is decided. */
export const NO_PLACEMENT: Placement = { decisions: new Map(), formerPaths: new Map(), unplaced: [] };

/** Where the image may be decided about anew. */
export const whereNow = (decision: UnplacedDecision): string =>
  (decision.why === 'label' ? decision.movedTo : undefined) ?? decision.path;

/** Places the decisions of a journal: shown every image of the dataset once, it keeps those that they may be about. */
export class DecisionPlacer {
  private readonly log: ReviewLog;
  /** By paths that are decided about. */
  private readonly images = new Map<string, DecidedImage>();
  /** By content that is decided about. */
  private readonly byContent = new Map<string, DecidedImage[]>();

  private constructor(log: ReviewLog) {
    this.log = log;
  }

  static *open(log: ReviewLog): Generator<void, DecisionPlacer> {
    const placer = new DecisionPlacer(log);
    for (const path of log.paths()) {
      for (const { contentHash } of log.inEffectAt(path))
        if (contentHash !== undefined) placer.byContent.set(contentHash, []);
      yield;
    }
    return placer;
  }

  /** Whether there is nothing to place. */
  get isEmpty(): boolean {
    return this.log.isEmpty;
  }

  see(image: DecidedImage): void {
    if (this.log.isKnown(image.path)) this.images.set(image.path, image);
    if (image.contentHash !== undefined) this.byContent.get(image.contentHash)?.push(image);
  }

  *place(): Generator<void, Placement> {
    const decisions = new Map<string, Decision>();
    const own = new Set<string>();
    const lost: string[] = [];
    for (const path of this.log.paths()) {
      const image = this.images.get(path);
      const decision = image && this.log.decisionAbout(image);
      if (decision) decisions.set(path, decision);
      if (decision !== undefined || this.isInPlace(path)) own.add(path);
      if (decision === undefined && this.newestAt(path) !== undefined) lost.push(path);
      yield;
    }
    const formerPaths = new Map<string, string>();
    const moves = this.findMoves(
      lost.filter((path) => !own.has(path)),
      own,
    );
    const unplaced: UnplacedDecision[] = [];
    for (const path of lost) {
      const moved = moves.get(path);
      const decision = moved && this.log.decisionAbout(moved, path);
      if (moved === undefined || decision === undefined) unplaced.push(this.explain(path, moved));
      else if (decision !== null) {
        formerPaths.set(moved.path, path);
        decisions.set(moved.path, decision);
      }
      yield;
    }
    return { decisions, formerPaths, unplaced };
  }

  /** The latest decision in effect; undefined where there is none but what takes others back. */
  private newestAt(path: string) {
    for (const said of this.log.inEffectAt(path)) return said.decision === null ? undefined : said;
    return undefined;
  }

  /** Whether the image that the latest decision is about is still there, whatever its label. */
  private isInPlace(path: string): boolean {
    const [now, then] = [this.images.get(path), this.newestAt(path)];
    return now !== undefined && then !== undefined && isSameContent(now, then);
  }

  /**
   * Where the images of decisions are now that are not at their paths: by their content and, where there are copies, by the
   * names of the files. What stays ambiguous is not guessed.
   */
  private findMoves(lost: readonly string[], own: ReadonlySet<string>): ReadonlyMap<string, DecidedImage> {
    const moves = new Map<string, DecidedImage>();
    for (const [contentHash, paths] of groupBy(lost, (path) => this.newestAt(path)?.contentHash)) {
      if (contentHash === undefined) continue;
      const free = this.byContent.get(contentHash)!.filter(({ path }) => !own.has(path));
      const freeByName = groupBy(free, ({ path }) => fileName(path));
      for (const [name, namesakes] of groupBy(paths, fileName)) {
        const images = freeByName.get(name) ?? [];
        if (namesakes.length === 1 && images.length === 1) moves.set(namesakes[0]!, images[0]!);
      }
      const taken = new Set(moves.values());
      const waiting = paths.filter((path) => !moves.has(path));
      const left = free.filter((image) => !taken.has(image));
      if (waiting.length === 1 && left.length === 1) moves.set(waiting[0]!, left[0]!);
    }
    return moves;
  }

  private explain(path: string, moved: DecidedImage | undefined): UnplacedDecision {
    const image = moved ?? this.images.get(path);
    const { givenLabel: was, contentHash } = this.newestAt(path)!;
    if (image === undefined) return { path, why: 'gone' };
    if (was === undefined || !isSameContent(image, { contentHash })) return { path, why: 'replaced' };
    return { path, why: 'label', was, is: image.givenLabel, ...(moved && { movedTo: moved.path }) };
  }
}

/** Places the decisions among these images, all of a dataset. */
export function placeDecisions(log: ReviewLog, images: Iterable<DecidedImage>): Placement {
  const placer = atOnce(DecisionPlacer.open(log));
  for (const image of images) placer.see(image);
  return atOnce(placer.place());
}

/** As far as it is known. */
const isSameContent = (
  { contentHash: a }: Pick<DecidedImage, 'contentHash'>,
  { contentHash: b }: Pick<DecidedImage, 'contentHash'>,
) => a === undefined || b === undefined || a === b;

const fileName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function groupBy<T, Key>(values: readonly T[], keyOf: (value: T) => Key): ReadonlyMap<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
