import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { RESULT_COLUMNS } from '../core/names';
import { encodeNpy } from '../core/npy';
import { parseResultRow, resultCells } from '../core/run/resultRows';
import type { ResultRow, RunSummary } from '../core/run/run';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged, readCsv, writeCsv } from '../files/csvFile';
import { runsFolder, type StoreLocation } from './location';
import { readJson } from '../files/readJson';
import { runSummarySchema } from './runSchema';

/** What a finished run leaves on disk. `predProbs` is N×K, rows in the order of the image paths sorted by code unit. */
export interface RunFiles {
  readonly summary: RunSummary;
  readonly results: Iterable<ResultRow>;
  readonly predProbs: Float32Array | Float64Array;
}

/** A name for a run that sorts by time and does not collide. `now` is the current time. */
export function createRunId(now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

const runFile = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'run.json');

export const resultsFile = (location: StoreLocation, runId: string) =>
  path.join(runsFolder(location), runId, 'results.csv');

/** Writes a run. `run.json` comes last: a folder without it is an unfinished run and is not listed. */
export async function writeRun(location: StoreLocation, files: RunFiles): Promise<void> {
  const { summary } = files;
  await writeCsv(resultsFile(location, summary.id), RESULT_COLUMNS, cellsOf(files.results));
  await writeFileAtomic(path.join(runsFolder(location), summary.id, 'predictions.npy'), [
    encodeNpy(files.predProbs, [summary.images, summary.classes.length]),
  ]);
  await writeFileAtomic(runFile(location, summary.id), [`${JSON.stringify(summary, null, 2)}\n`]);
}

function* cellsOf(results: Iterable<ResultRow>): Generator<readonly string[]> {
  for (const row of results) yield resultCells(row);
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
      const run = await readJson(runFile(location, id), runSummarySchema);
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
  const file = runFile(location, runId);
  const run = await readJson(file, runSummarySchema);
  if (run === undefined) throw damaged(file, 'it is missing');
  return run;
}

/** The images of a run in rank order, most suspect first. @throws AppError `run-damaged`. */
export function readResults(location: StoreLocation, runId: string): Promise<ResultRow[]> {
  const share = sharedStrings();
  return readCsv(resultsFile(location, runId), RESULT_COLUMNS, (cells) => parseResultRow(cells, share));
}

/** The images of a run that a review is about. */
export interface ReviewImages {
  /** In rank order. */
  readonly rows: readonly ResultRow[];
  /** Wrong labels to expect among the others: the sum of their probabilities. */
  readonly otherErrors: number;
}

/**
 * The flagged images of a run and those that `isShown` names. Mostly a small part of all: the others take no memory.
 * @throws AppError `run-damaged`.
 */
export async function readReviewImages(
  location: StoreLocation,
  runId: string,
  isShown: (path: string) => boolean,
): Promise<ReviewImages> {
  const share = sharedStrings();
  let otherErrors = 0;
  const rows = await readCsv(resultsFile(location, runId), RESULT_COLUMNS, (cells) => {
    const row = parseResultRow(cells, share);
    if (row.isLabelIssue || isShown(row.path)) return row;
    otherErrors += 1 - row.labelQuality;
    return undefined;
  });
  return { rows, otherErrors };
}

/** The paths of all images of a run, sorted by code unit: the rows of `predictions.npy`. @throws AppError `run-damaged`. */
export async function readSortedPaths(location: StoreLocation, runId: string): Promise<string[]> {
  const paths = await readCsv(resultsFile(location, runId), RESULT_COLUMNS, ([image]) => image);
  return paths.sort();
}

/** Gives one string for all that are equal: one of its own for every label would take more memory than the paths. */
function sharedStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same === undefined) known.set(text, text);
    return same ?? text;
  };
}
