import { AppError } from '../core/appError';
import type { ReviewLog } from '../core/review/reviewLog';
import { describeStore } from '../core/words/describeStore';
import { wordMessage } from '../core/words/message';
import { replayJournal } from '../store/journal/replayJournal';
import { locateStore, type StoreLocation } from '../store/location';
import { findNewestRun, type NewestRun } from '../store/newestRun';
import { userCacheFolder } from '../store/userCacheFolder';
import type { CommandIo } from './commandIo';
import { warnIgnored } from './warnIgnored';

/** The newest run on a dataset, and where it is kept. */
export interface ReviewedRun extends NewestRun {
  readonly location: StoreLocation;
}

/** Finds where the decisions about a dataset are, and says what is to be known of that. @throws AppError `store-refused`. */
export async function locateReview(root: string, io: CommandIo): Promise<StoreLocation> {
  const location = await locateStore(root, userCacheFolder(io.environment, process.platform));
  for (const sentence of describeStore(location)) io.say('note', wordMessage(sentence));
  return location;
}

/** Opens what is to be exported. @throws AppError `no-run`, `run-damaged`, `store-refused`. */
export async function openReviewed(root: string, io: CommandIo): Promise<ReviewedRun> {
  const location = await locateReview(root, io);
  const found = await findNewestRun(location);
  if (found === undefined)
    throw new AppError('no-run', `${root} has not been scanned; run \`label-review scan\` on it first.`);
  return { location, ...found };
}

/** What was decided, after what is to be said of the run and of lines that cannot be read. */
export async function readDecisions(
  { location, run, runs, problems }: ReviewedRun,
  io: CommandIo,
): Promise<ReviewLog> {
  if (problems.length > 0) io.say('warning', `this is the export of an older run, ${run.summary.id}.`);
  for (const problem of problems) io.say('warning', problem);
  const { journal, log } = await replayJournal(location, runs);
  warnIgnored(journal.problems, io);
  return log;
}
