/** A dataset as a plan has kept it: its images, its facts, and what was decided. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../core/appError';
import type { ReviewLog } from '../../core/review/reviewLog';
import { mapSteps } from '../../core/steps';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import type { Progress } from '../../core/run/progress';
import { openJournal } from '../../store/journal/journal';
import { replayEntries } from '../../store/journal/replayJournal';
import { locateStore } from '../../store/location';
import type { Dataset, DatasetSource } from '../prepare';
import { jobFiles, sha256, type Job } from './jobFolder';
import { readIndex, stateOf } from './jobImages';

/** What was found and decided then, instead of what is there now; tells where images may have come or gone since. */
export const createPlannedSource = (job: Job): DatasetSource => ({
  find: async function* find() {
    const index = yield* readPlanned(job);
    return { ...index, warnings: [...(index.warnings ?? []), ...(await changedSince(job))] };
  },
  look: () => Promise.resolve(lookOf(job)),
  recall: async (history) => ({ ...history, log: await decisionsOf(job) }),
});

/** The dataset for a task that makes no run: nothing is locked, and what is in the store does not matter. */
export async function* openPlanned(job: Job): AsyncGenerator<Progress, Dataset> {
  const { request } = job.plan;
  const { root, fallbackStore, cacheFolder } = request;
  const index = yield* readPlanned(job);
  const { facts, warnings } = lookOf(job);
  return {
    index,
    location: await locateStore(root, fallbackStore, { cacheParent: cacheFolder }),
    history: { log: await decisionsOf(job), entries: [], runs: [], before: undefined },
    facts: () => Promise.resolve(facts),
    sampleWarnings: () => Promise.resolve(warnings),
  };
}

const readPlanned = (job: Job) =>
  mapSteps(readIndex(job), (images): Progress => ({ phase: 'discover', images }));

const lookOf = ({ plan: { facts, sampleWarnings } }: Job) => ({ facts, warnings: sampleWarnings });

/** @throws AppError `bad-plan` where they are not those of the plan: without them other images would be flagged. */
async function decisionsOf({ folder, plan: { decisions } }: Job): Promise<ReviewLog> {
  const file = jobFiles.decisions(folder);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (text === undefined || sha256(text) !== decisions)
    throw new AppError('bad-plan', message('plan-damaged', { file }));
  const { entries } = await openJournal(file);
  return replayEntries(entries, []); // they say themselves what they are about
}

/** An image that was replaced is told by its shard; what is new nobody else would miss. */
async function changedSince({ plan: { request, dataset } }: Job): Promise<readonly Message[]> {
  const changed: string[] = [];
  for (const { path, mtimeMs } of dataset.sources) {
    const [, now] = await stateOf(path);
    if (now !== mtimeMs) changed.push(path);
  }
  const [first] = changed;
  if (first === undefined) return [];
  return [message('plan-sources-changed', { changed: changed.length, first, root: request.root })];
}
