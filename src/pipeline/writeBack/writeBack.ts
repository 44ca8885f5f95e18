import { AppError } from '../../core/appError';
import type { Progress } from '../../core/run/progress';
import { message } from '../../core/words/message';
import type { WriteBackOutcome, WriteBackRequest } from '../../core/writeBack/writeBackRequest';
import { readChangeRecord } from '../../files/changes/applyChanges';
import { replayJournal } from '../../store/journal/replayJournal';
import { locateStore } from '../../store/location';
import { findNewestRun } from '../../store/newestRun';
import { listChangeRecords } from './changeRecords';
import { goOnWith, makeChanges, type ChangedDataset } from './makeChanges';
import { planWriteBack } from './planWriteBack';

/**
 * Plans how the decisions about the newest run get into the source of its labels, or does what was planned.
 * @throws AppError `no-run`; as `planWriteBack`, `makeChanges` and `goOnWith`.
 */
export async function* writeBack(
  request: WriteBackRequest,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteBackOutcome> {
  const { root } = request;
  const location = await locateStore(root, request.fallbackStore);
  const found = await findNewestRun(location);
  if (found === undefined) throw new AppError('no-run', message('not-searched', { root }));
  const { labelSource } = found.run.summary;
  // A table may lie outside: it is shown by its whole path before it is changed.
  const bounds = { root, ...(labelSource.kind === 'csv' && { named: labelSource.file }) };
  const dataset: ChangedDataset = { bounds, location };
  switch (request.action) {
    case 'plan': {
      const records = await listChangeRecords(location);
      const open = records.find(({ record }) => record.state !== 'applied');
      if (open !== undefined)
        return { status: 'interrupted', file: open.file, isUndo: open.record.state === 'undoing' };
      const { log } = await replayJournal(location, found.runs);
      const at = new Date().toISOString();
      const plan = yield* planWriteBack({ bounds, location, at, run: found.run, log }, signal);
      const [last] = records;
      return {
        status: 'planned',
        ...plan,
        ...(last && { last: { file: last.file, at: last.record.at, changes: last.record.steps.length } }),
      };
    }
    case 'apply':
      return { status: 'changed', file: yield* makeChanges(dataset, request.record, signal), skipped: [] };
    case 'finish':
    case 'undo': {
      const kept = { file: request.file, record: await readChangeRecord(request.file) };
      const { skipped } = yield* goOnWith(dataset, kept, request.action);
      return { status: 'changed', file: request.file, skipped };
    }
  }
}
