import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunSummary } from '../core/run/run';
import { runsFolder, storesOf, type StoreLocation } from './location';
import { listRunsOf } from './runs';

/** As `listRuns`, of all stores of the dataset. */
export const listAllRuns = (
  location: StoreLocation,
  onProblem?: (sentence: string) => void,
): Promise<RunSummary[]> => listRunsOf(storesOf(location), onProblem);

/** The store that holds the run. */
export function storeOfRun(location: StoreLocation, runId: string): StoreLocation {
  const holds = (store: StoreLocation) => existsSync(path.join(runsFolder(store), runId, 'run.json'));
  if (location.other === undefined) return location;
  return storesOf(location).find(holds) ?? location;
}
