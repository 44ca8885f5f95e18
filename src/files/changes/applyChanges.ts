import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';
import { runSteps } from '../../core/steps';
import { message } from '../../core/words/message';
import { changeRecordSchema, type ChangeRecord, type ChangeStep } from '../../core/writeBack/changeRecord';
import { unwritable, writeFileAtomic } from '../atomicWrite';
import { fromRecorded, refuseOutOfBounds, type ChangeBounds } from './changeBounds';
import {
  dropOriginal,
  dropPrepared,
  isOpen,
  makeFolders,
  prepareStep,
  removeFolders,
  takeStep,
  type Direction,
  type StepPlace,
} from './changeSteps';

/** How many steps have been taken. */
export interface ChangeProgress {
  readonly done: number;
  readonly total: number;
}

/** Files that somebody else has changed, moved or removed since, absolute: they stay as they are. */
export interface ChangeOutcome {
  readonly skipped: readonly string[];
}

const REPORT_EVERY = 100;

/** @throws AppError `cannot-write-back` for what is no such file. */
export async function readChangeRecord(file: string): Promise<ChangeRecord> {
  try {
    return v.parse(changeRecordSchema, JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined && !(cause instanceof SyntaxError) && !(cause instanceof v.ValiError)) throw cause;
    throw new AppError('cannot-write-back', message('undo-unreadable', { file }), { cause });
  }
}

export const writeChangeRecord = (file: string, record: ChangeRecord): Promise<void> =>
  writeFileAtomic(file, [`${JSON.stringify(record)}\n`]);

/**
 * Makes the changes of a record, which is kept in `file`: all of them, or none. Prepared first is what may fail for lack of room;
 * what fails nevertheless is taken back.
 * @throws AppError `cannot-write-back`, `source-changed`, `store-unwritable`; the signal's reason. Nothing is changed then, unless
 * it is `write-back-open`.
 */
export async function* applyChanges(
  bounds: ChangeBounds,
  file: string,
  record: ChangeRecord,
  signal: AbortSignal,
): AsyncGenerator<ChangeProgress, ChangeOutcome> {
  const touched = new Set<ChangeStep>();
  const way: Way = { bounds, file, record, direction: 'forth', signal, touched };
  await refuseSteps(bounds, record);
  await openSteps(way);
  try {
    return yield* goThrough(way);
  } catch (error) {
    await takeBack(way, touched, error);
    throw error instanceof AppError ? error : unwritable(bounds.root, error);
  }
}

/** Goes on with a record that was interrupted: what is yet to be changed is changed. @throws AppError as above. */
export async function* finishChanges(
  bounds: ChangeBounds,
  file: string,
  record: ChangeRecord,
): AsyncGenerator<ChangeProgress, ChangeOutcome> {
  await refuseSteps(bounds, record);
  return yield* readably(bounds, goThrough({ bounds, file, record, direction: 'forth' }));
}

/** Takes back what a record says, as far as it has come, and removes it. @throws AppError as above. */
export async function* undoChanges(
  bounds: ChangeBounds,
  file: string,
  record: ChangeRecord,
): AsyncGenerator<ChangeProgress, ChangeOutcome> {
  await refuseSteps(bounds, record);
  return yield* readably(bounds, goThrough({ bounds, file, record, direction: 'back' }));
}

async function* readably<T, R>({ root }: ChangeBounds, steps: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  try {
    return yield* steps;
  } catch (error) {
    throw error instanceof AppError ? error : unwritable(root, error);
  }
}

interface Way {
  readonly bounds: ChangeBounds;
  readonly file: string;
  readonly record: ChangeRecord;
  readonly direction: Direction;
  /** Of what may be given up, for nobody has been told that it is done. */
  readonly signal?: AbortSignal;
  /** Steps that were begun are put in here. */
  readonly touched?: Set<ChangeStep>;
}

const placeOf = ({ bounds, record }: Way): StepPlace => ({ root: bounds.root, id: record.at });

async function takeBack(way: Way, touched: ReadonlySet<ChangeStep>, cause: unknown): Promise<void> {
  const { bounds, file, record } = way;
  const steps = record.steps.filter((step) => touched.has(step));
  try {
    await cleanUp(record, placeOf(way));
    const back: Way = { bounds, file, record: { ...record, steps }, direction: 'back' };
    const { skipped } = await runSteps(goThrough(back));
    if (skipped.length === 0) return;
  } catch (error) {
    if (systemErrorCode(error) === undefined && !(error instanceof AppError)) throw error;
    // What is said is that it has stopped, and why it did first.
  }
  throw new AppError('write-back-open', message('write-back-open', { root: bounds.root, file }), { cause });
}

async function refuseSteps(bounds: ChangeBounds, { steps, folders }: ChangeRecord): Promise<void> {
  for (const name of [...steps.flatMap(namesOf), ...folders.map((folder) => `${folder}/-`)])
    await refuseOutOfBounds(bounds, fromRecorded(bounds.root, name));
}

async function* goThrough(way: Way): AsyncGenerator<ChangeProgress, ChangeOutcome> {
  const { bounds, file, record, direction, signal, touched } = way;
  const place = placeOf(way);
  const isForth = direction === 'forth';
  await writeChangeRecord(file, { ...record, state: isForth ? 'applying' : 'undoing' });
  const { open: steps, skipped } = await openSteps(way);
  await makeFolders(isForth ? record.folders : [], place);
  for (const step of steps) {
    signal?.throwIfAborted();
    await prepareStep(step, direction, place);
  }
  for (const [done, step] of steps.entries()) {
    signal?.throwIfAborted();
    if (done % REPORT_EVERY === 0) yield { done, total: steps.length };
    touched?.add(step);
    await takeStep(step, direction, place);
  }
  if (!isForth) await cleanUp(record, place);
  await syncFolders(steps, bounds.root);
  if (isForth || skipped.length > 0) await writeChangeRecord(file, { ...record, state: 'applied' });
  else await rm(file);
  yield { done: steps.length, total: steps.length };
  return { skipped };
}

/** The steps that are yet to be taken, in their order. @throws AppError `source-changed` where one cannot be, before the first. */
async function openSteps(
  way: Way,
): Promise<{ readonly open: readonly ChangeStep[]; readonly skipped: readonly string[] }> {
  const { bounds, record, direction, signal } = way;
  const found: ChangeStep[] = [];
  const skipped: string[] = [];
  for (const step of direction === 'forth' ? record.steps : [...record.steps].reverse()) {
    signal?.throwIfAborted();
    const state = await isOpen(step, direction, placeOf(way));
    if (state === true) found.push(step);
    else if (state === undefined) skipped.push(fromRecorded(bounds.root, namesOf(step)[0]!));
  }
  const [first] = skipped;
  if (direction === 'forth' && signal !== undefined && first !== undefined)
    throw new AppError('source-changed', message('write-back-file-changed', { file: first }));
  return { open: found, skipped };
}

async function cleanUp(record: ChangeRecord, place: StepPlace): Promise<void> {
  await dropPrepared(record.steps, place);
  for (const step of record.steps) if (step.kind === 'rewrite') await dropOriginal(step, place);
  await removeFolders(record.folders, place);
}

const namesOf = (step: ChangeStep): readonly string[] =>
  step.kind === 'move'
    ? [step.from, step.to]
    : [step.file, ...(step.original === undefined ? [] : [step.original])];

/** Makes the new names last through a power cut, where the system lets a folder be synced. */
async function syncFolders(steps: readonly ChangeStep[], root: string): Promise<void> {
  const folders = new Set(steps.flatMap(namesOf).map((name) => path.dirname(fromRecorded(root, name))));
  for (const folder of folders) {
    try {
      const handle = await open(folder);
      await handle.sync().finally(() => handle.close());
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error; // a system that cannot, or a folder that is gone
    }
  }
}
