import { AppError } from '../../core/appError';
import { lacksSubject, type SubjectOf } from '../../core/review/completeEntry';
import type { DecidedImage } from '../../core/review/decidedImage';
import type { JournalEntry } from '../../core/review/review';
import type { Run } from '../openRun';

/**
 * What the decisions were about whose lines do not say so, those of version 0.1.0: what was reviewed then is the newest run
 * that was there already or, where that is gone, the oldest of all. Reads no run where every line says so itself.
 */
export async function readSubjects(
  entries: readonly JournalEntry[],
  runs: readonly Run[],
): Promise<SubjectOf> {
  const oldestFirst = runs.toSorted((a, b) => finishedAt(a) - finishedAt(b));
  const runAt = (at: string) =>
    oldestFirst.findLast((run) => finishedAt(run) <= Date.parse(at)) ?? oldestFirst[0];
  const wanted = new Map<Run, Map<string, DecidedImage | undefined>>();
  for (const entry of entries) {
    if (entry.type !== 'decide') continue;
    for (const decided of entry.decisions) {
      const run = lacksSubject(decided) ? runAt(entry.at) : undefined;
      if (run === undefined) continue;
      const images = wanted.get(run) ?? new Map<string, undefined>();
      wanted.set(run, images.set(decided.path, undefined));
    }
  }
  for (const [run, images] of wanted) await lookUp(run, images);
  return (path, at) => {
    const run = runAt(at);
    return run && wanted.get(run)?.get(path);
  };
}

/** When its results were there to be reviewed. */
const finishedAt = ({ summary: { createdAt, seconds } }: Run) => Date.parse(createdAt) + seconds.total * 1000;

async function lookUp(run: Run, images: Map<string, DecidedImage | undefined>): Promise<void> {
  try {
    await run.eachImage((image) => {
      if (images.has(image.path)) images.set(image.path, image);
    });
  } catch (error) {
    // Damaged: what it was about is not known.
    if (!(error instanceof AppError)) throw error;
  }
}
