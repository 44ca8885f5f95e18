import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunSummary } from '../core/run/run';
import { runsFolder, storesOf, type StoreLocation } from './location';
import { listRuns, newestFirst } from './runs';

/** As `listRuns`, of all stores of the dataset. */
export async function listAllRuns(
  location: StoreLocation,
  onProblem?: (sentence: string) => void,
): Promise<RunSummary[]> {
  const runs = new Map<string, RunSummary>();
  for (const store of storesOf(location))
    for (const run of await listRuns(store, onProblem)) if (!runs.has(run.id)) runs.set(run.id, run);
  return [...runs.values()].sort(newestFirst);
}

/** The store that holds the run. */
export function storeOfRun(location: StoreLocation, runId: string): StoreLocation {
  const holds = (store: StoreLocation) => existsSync(path.join(runsFolder(store), runId, 'run.json'));
  if (location.other === undefined) return location;
  return storesOf(location).find(holds) ?? location;
}
