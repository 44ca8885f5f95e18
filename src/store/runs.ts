import { randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { compareCodeUnits } from '../core/compareCodeUnits';
import { encodeNpy } from '../core/npy';
import type { RunResults } from '../core/run/resultColumns';
import { isRunId, runSummarySchema, type RunSummary } from '../core/run/run';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { writeResults } from './columnFiles';
import { runsFolder, type StoreLocation } from './location';
import { readJson } from '../files/readJson';
import { message } from '../core/words/message';

/** What a finished run leaves on disk. `predProbs` is N×K, rows in the order of the images. */
export interface RunFiles {
  readonly summary: RunSummary;
  readonly results: RunResults;
  readonly predProbs: Float32Array | Float64Array;
}

/** Names that a run may have of one millisecond: as many as make a second fit into four digits. */
const NAMES_PER_MS = 65;

/** A name for a run that sorts by time, to the millisecond, and hardly collides. `now` is the current time. */
export function createRunId(now: Date): string {
  const stamp = stampOf(now.toISOString());
  const fraction = now.getUTCMilliseconds() * NAMES_PER_MS + randomInt(NAMES_PER_MS);
  return `${stamp}-${fraction.toString(16).padStart(4, '0')}`;
}

/** Date and time to the second, as an id begins with them. */
const stampOf = (isoTime: string): string => isoTime.replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);

/** Whether `createRunId` has made the name: others are of runs that somebody has renamed, or of something else. */
export const isCreatedRunId = (name: string): boolean => /^\d{8}-\d{6}-[0-9a-f]{4}$/u.test(name);

const runFile = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'run.json');

/** The name of the folder is the id, whatever the file says: what is read belongs together. */
async function readSummary(location: StoreLocation, id: string): Promise<RunSummary | undefined> {
  const run = isRunId(id) ? await readJson(runFile(location, id), runSummarySchema) : undefined;
  return run && { ...run, id };
}

/** Writes a run. `run.json` comes last: a folder without it is an unfinished run and is not listed. */
export async function writeRun(location: StoreLocation, files: RunFiles): Promise<void> {
  const { summary } = files;
  await writeResults(location, summary.id, files.results);
  await writeFileAtomic(path.join(runsFolder(location), summary.id, 'predictions.npy'), [
    encodeNpy(files.predProbs, [summary.images, summary.classes.length]),
  ]);
  await writeFileAtomic(runFile(location, summary.id), [`${JSON.stringify(summary, null, 2)}\n`]);
}

/**
 * The time that a new run bears: `now` or, where a run is dated later, as before a clock was set back, the moment after that
 * one. Otherwise the older run would count as the newest for ever.
 */
export function timeOfNewRun(now: Date, runs: readonly Pick<RunSummary, 'createdAt'>[]): Date {
  const times = runs.map(({ createdAt }) => Date.parse(createdAt)).filter((time) => !Number.isNaN(time));
  const latest = times.reduce((most, time) => Math.max(most, time), -Infinity);
  return latest >= now.getTime() && latest < LAST_TIME ? new Date(latest + 1) : now;
}

/** The end of the times that are written with four digits a year, as ids are. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/** Orders runs by their time: ids of version 0.1.0 tell the second, and no more. */
const newestFirst = (a: RunSummary, b: RunSummary): number =>
  compareCodeUnits(b.createdAt, a.createdAt) || compareCodeUnits(b.id, a.id);

/**
 * The finished runs of a dataset, newest first. Unfinished ones are left out, and so are those that cannot be used, of
 * another version or damaged: they stay on disk, and `onProblem` is told in a sentence of each that may be newer than all
 * others, newest first.
 */
export const listRuns = (
  location: StoreLocation,
  onProblem?: (sentence: string) => void,
): Promise<RunSummary[]> => listRunsOf([location], onProblem);

/** As `listRuns`, of several stores as one; of runs with the same name that of the first store counts. */
export async function listRunsOf(
  stores: readonly StoreLocation[],
  onProblem: (sentence: string) => void = () => undefined,
): Promise<RunSummary[]> {
  const byId = new Map<string, RunSummary>();
  const problems: RunProblem[] = [];
  for (const store of stores) {
    const ofStore = await readRuns(store);
    for (const run of ofStore.runs) if (!byId.has(run.id)) byId.set(run.id, run);
    problems.push(...ofStore.problems);
  }
  const runs = [...byId.values()].sort(newestFirst);
  const newest = stampOf(runs[0]?.createdAt ?? '');
  problems.sort((a, b) => compareCodeUnits(b.id, a.id));
  for (const { id, sentence } of problems)
    if (!isCreatedRunId(id) || id.slice(0, newest.length) >= newest) onProblem(sentence);
  return runs;
}

/** Why a run cannot be used. */
interface RunProblem {
  readonly id: string;
  readonly sentence: string;
}

/** In no order. */
async function readRuns(
  location: StoreLocation,
): Promise<{ readonly runs: readonly RunSummary[]; readonly problems: readonly RunProblem[] }> {
  const runs: RunSummary[] = [];
  const problems: RunProblem[] = [];
  for (const id of await runIds(location)) {
    try {
      const run = await readSummary(location, id);
      if (run !== undefined) runs.push(run);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ id, sentence: error.message });
    }
  }
  return { runs, problems };
}

async function runIds(location: StoreLocation): Promise<string[]> {
  try {
    const entries = await readdir(runsFolder(location), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** @throws AppError `run-damaged` when `run.json` is missing or not of this version. */
export async function readRun(location: StoreLocation, runId: string): Promise<RunSummary> {
  const run = await readSummary(location, runId);
  if (run === undefined) throw damaged(runFile(location, runId), message('file-missing'));
  return run;
}
