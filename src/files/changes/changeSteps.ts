import { mkdir, rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import type { ChangeStep } from '../../core/writeBack/changeRecord';
import { retryInUse } from '../retryInUse';
import { reverseEdits } from './byteEdits';
import { fromRecorded } from './changeBounds';
import { editedPieces } from './editedFile';
import type { ByteEdit } from './fileChange';
import { moveFile, whereIs } from './moveFile';
import { commitStaged, dropStaged, hashOf, keepOriginal, stage } from './rewriteFile';

/** Which way a step is taken. */
export type Direction = 'forth' | 'back';

/** The files that steps are about, and what names what waits beside them. */
export interface StepPlace {
  readonly root: string;
  readonly id: string;
}

type RewriteStep = Extract<ChangeStep, { readonly kind: 'rewrite' }>;

/** Whether a step is yet to be taken; undefined where its file is in neither state: somebody else has changed it. */
export async function isOpen(
  step: ChangeStep,
  direction: Direction,
  { root }: StepPlace,
): Promise<boolean | undefined> {
  const done = direction === 'forth' ? 'after' : 'before';
  switch (step.kind) {
    case 'move': {
      const place = await whereIs(fromRecorded(root, step.from), fromRecorded(root, step.to));
      return place === undefined ? undefined : place !== done;
    }
    case 'rewrite': {
      const found = await hashOf(fromRecorded(root, step.file));
      if (found === step[done]) return false;
      return found === step.before || found === step.after ? true : undefined;
    }
    default:
      return assertNever(step);
  }
}

/** Writes what a step puts in place beside its file, so that a full disk is noticed before anything has changed. */
export async function prepareStep(step: ChangeStep, direction: Direction, place: StepPlace): Promise<void> {
  if (step.kind !== 'rewrite') return;
  const file = fromRecorded(place.root, step.file);
  if ((await hashOf(file)) !== step[direction === 'forth' ? 'before' : 'after']) throw changed(file);
  const edits = editsOf(step);
  await stage(file, editedPieces(file, direction === 'forth' ? edits : reverseEdits(edits)), place.id);
  if (direction === 'forth' && step.original !== undefined)
    await keepOriginal(file, fromRecorded(place.root, step.original), place.id);
}

/** Takes a step that has been prepared. @throws AppError `source-changed`; the system's error. */
export async function takeStep(step: ChangeStep, direction: Direction, place: StepPlace): Promise<void> {
  const { root, id } = place;
  switch (step.kind) {
    case 'move': {
      const names = [fromRecorded(root, step.from), fromRecorded(root, step.to)] as const;
      const [from, to] = direction === 'forth' ? names : [names[1], names[0]];
      if ((await whereIs(from, to)) === 'both') await retryInUse(() => unlink(from));
      else await moveFile(from, to);
      return;
    }
    case 'rewrite': {
      const file = fromRecorded(root, step.file);
      if ((await hashOf(file)) !== step[direction === 'forth' ? 'before' : 'after']) throw changed(file);
      await commitStaged(file, id);
      return;
    }
    default:
      assertNever(step);
  }
}

/** Removes what was written beside the files and not put in place; the copies of originals, too, where nothing has changed. */
export async function dropPrepared(steps: readonly ChangeStep[], place: StepPlace): Promise<void> {
  for (const step of steps)
    if (step.kind === 'rewrite') {
      await dropStaged(fromRecorded(place.root, step.file), place.id);
      if (step.original !== undefined) await dropStaged(fromRecorded(place.root, step.original), place.id);
    }
}

/** The copy of an original that this export has kept, where the file is that again. */
export async function dropOriginal(
  { file, original, before }: RewriteStep,
  { root }: StepPlace,
): Promise<void> {
  if (original === undefined || (await hashOf(fromRecorded(root, file))) !== before) return;
  const copy = fromRecorded(root, original);
  if ((await hashOf(copy)) === before) await rm(copy);
}

export async function makeFolders(folders: readonly string[], { root }: StepPlace): Promise<void> {
  for (const folder of folders) {
    try {
      await mkdir(fromRecorded(root, folder));
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Folders that were made and are empty again. */
export async function removeFolders(folders: readonly string[], { root }: StepPlace): Promise<void> {
  for (const folder of [...folders].reverse()) {
    try {
      await rmdir(fromRecorded(root, folder));
    } catch (error) {
      // Something has been put there, or it is gone.
      if (systemErrorCode(error) === undefined) throw error;
    }
  }
}

const changed = (file: string) =>
  new AppError('source-changed', message('write-back-file-changed', { file: path.basename(file) }));

const editsOf = ({ edits }: RewriteStep): readonly ByteEdit[] =>
  edits.map(({ offset, was, now }) => ({
    offset,
    was: Buffer.from(was, 'base64'),
    now: Buffer.from(now, 'base64'),
  }));
