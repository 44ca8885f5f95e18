import type { DecidedImage } from '../core/review/decidedImage';
import { NO_PLACEMENT, whereNow, type Placement } from '../core/review/placement';
import type { Decision, JournalEntry } from '../core/review/review';
import { ReviewLog } from '../core/review/reviewLog';
import { describeDecisions } from '../core/words/describeDecisions';
import type { Message } from '../core/words/message';

/** What a journal says about the images of one run: it goes on with the journal, entry by entry. */
export class RunDecisions {
  readonly log: ReviewLog;
  private readonly placement: Placement;
  /** Of images that were moved, by where they were. */
  private readonly laterPaths: ReadonlyMap<string, string>;

  /** `log` is a replay of the journal; without a placement its decisions are about the images at their paths. */
  constructor(log: ReviewLog, placement = NO_PLACEMENT) {
    this.log = log;
    this.placement = placement;
    this.laterPaths = new Map(Array.from(placement.formerPaths, ([path, former]) => [former, path]));
  }

  /** What is decided about an image as the run has it. */
  decisionOf(image: DecidedImage): Decision | null {
    const own = this.log.decisionAbout(image);
    if (own !== undefined) return own;
    const former = this.placement.formerPaths.get(image.path);
    return former === undefined ? null : (this.log.decisionAbout(image, former) ?? null);
  }

  /** Where the images are that decisions about `path` may be about. */
  imagesOf(path: string): readonly string[] {
    const later = this.laterPaths.get(path);
    return later === undefined ? [path] : [path, later];
  }

  /** What became of decisions where images, labels or the journal have changed; those about what is decided anew are left out. */
  notes(decisionAt: (path: string) => Decision | null): readonly Message[] {
    const unplaced = this.placement.unplaced.filter((decision) => decisionAt(whereNow(decision)) === null);
    return describeDecisions({ ...this.placement, unplaced }, this.log);
  }
}

/** The decisions of a journal about images at their paths. */
export function replayAtPaths(entries: readonly JournalEntry[]): Promise<RunDecisions> {
  const log = new ReviewLog();
  for (const entry of entries) log.apply(entry);
  return Promise.resolve(new RunDecisions(log));
}
