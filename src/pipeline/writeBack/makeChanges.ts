import { mapSteps } from '../../core/steps';
import type { Progress } from '../../core/run/progress';
import type { ChangeRecord } from '../../core/writeBack/changeRecord';
import {
  applyChanges,
  finishChanges,
  undoChanges,
  type ChangeOutcome,
  type ChangeProgress,
} from '../../files/changes/applyChanges';
import type { ChangeBounds } from '../../files/changes/changeBounds';
import { ensureStore, type StoreLocation } from '../../store/location';
import { lockRuns } from '../../store/runLock';
import { changeRecordFile, type KeptRecord } from './changeRecords';

/** The dataset that is changed, and where that is recorded. */
export interface ChangedDataset {
  readonly bounds: ChangeBounds;
  readonly location: StoreLocation;
}

/**
 * Makes the planned changes, while no search looks at the dataset. @returns the file by which they are taken back.
 * @throws AppError `run-in-progress`; as `applyChanges`.
 */
export async function* makeChanges(
  { bounds, location }: ChangedDataset,
  record: ChangeRecord,
  signal: AbortSignal,
): AsyncGenerator<Progress, string> {
  await ensureStore(location);
  const file = changeRecordFile(location, record.at);
  yield* locked(location, () => applyChanges(bounds, file, record, signal));
  return file;
}

/** Finishes changes that were interrupted, or takes changes back. @throws AppError `run-in-progress`; as `undoChanges`. */
export async function* goOnWith(
  { bounds, location }: ChangedDataset,
  { file, record }: KeptRecord,
  direction: 'finish' | 'undo',
): AsyncGenerator<Progress, ChangeOutcome> {
  const go = direction === 'undo' ? undoChanges : finishChanges;
  return yield* locked(location, () => go(bounds, file, record));
}

async function* locked(
  location: StoreLocation,
  work: () => AsyncGenerator<ChangeProgress, ChangeOutcome>,
): AsyncGenerator<Progress, ChangeOutcome> {
  const release = await lockRuns(location);
  try {
    return yield* mapSteps(work(), (step): Progress => ({ phase: 'write', ...step }));
  } finally {
    await release();
  }
}
