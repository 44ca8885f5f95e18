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
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const fraction = now.getUTCMilliseconds() * NAMES_PER_MS + randomInt(NAMES_PER_MS);
  return `${stamp}-${fraction.toString(16).padStart(4, '0')}`;
}

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

/** Orders runs by their time: ids of version 0.1.0 tell the second, and no more. */
export const newestFirst = (a: RunSummary, b: RunSummary): number =>
  compareCodeUnits(b.createdAt, a.createdAt) || compareCodeUnits(b.id, a.id);

/** Of an id: date and time. */
const STAMP_LENGTH = 15;

/**
 * The finished runs of a dataset, newest first. Unfinished ones are left out, and so are those that cannot be used, of
 * another version or damaged: they stay on disk, and `onProblem` is told in a sentence of each that may be newer than all
 * others, newest first.
 */
export async function listRuns(
  location: StoreLocation,
  onProblem: (sentence: string) => void = () => undefined,
): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  const problems: { readonly id: string; readonly sentence: string }[] = [];
  for (const id of await runIds(location)) {
    try {
      const run = await readSummary(location, id);
      if (run !== undefined) runs.push(run);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push({ id, sentence: error.message });
    }
  }
  runs.sort(newestFirst);
  const newest = runs[0]?.id.slice(0, STAMP_LENGTH) ?? '';
  for (const { id, sentence } of problems) if (id.slice(0, STAMP_LENGTH) >= newest) onProblem(sentence);
  return runs;
}

async function runIds(location: StoreLocation): Promise<string[]> {
  try {
    const entries = await readdir(runsFolder(location), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .reverse();
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
