import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
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

/** A name for a run that sorts by time and does not collide. `now` is the current time. */
export function createRunId(now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

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
 * The finished runs of a dataset, newest first. Unfinished ones are left out, and so are those that cannot be used, of
 * another version or damaged: they stay on disk, and `onProblem` is told in a sentence of each that is newer than all others.
 */
export async function listRuns(
  location: StoreLocation,
  onProblem: (sentence: string) => void = () => undefined,
): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (const id of await runIds(location)) {
    try {
      const run = await readSummary(location, id);
      if (run !== undefined) runs.push(run);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (runs.length === 0) onProblem(error.message);
    }
  }
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
