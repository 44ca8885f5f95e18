import path from 'node:path';
import { AppError } from '../../core/appError';
import { message } from '../../core/words/message';
import type { ChangeRecord, ChangeStep } from '../../core/writeBack/changeRecord';
import { fromRecorded, originalOf, toRecorded } from './changeBounds';
import { hashEdited, hashFile } from './editedFile';
import type { ByteEdit, FileChange, Rewrite } from './fileChange';
import { lookAt } from './moveFile';

/**
 * Says in advance what becomes of every file. Touches nothing.
 * @throws AppError `source-changed` for a file that is another by now, `cannot-write-back` for a link.
 */
export async function planRecord(
  root: string,
  at: string,
  changes: readonly FileChange[],
): Promise<ChangeRecord> {
  const steps: ChangeStep[] = [];
  for (const change of changes) {
    if (change.kind === 'rewrite') steps.push(await rewriteStep(root, change));
    else steps.push({ kind: 'move', from: toRecorded(root, change.from), to: toRecorded(root, change.to) });
  }
  return { v: 1, at, state: 'applying', steps, folders: await missingFolders(root, steps) };
}

async function rewriteStep(root: string, { file, before, edits }: Rewrite): Promise<ChangeStep> {
  const found = await lookAt(file);
  if (found?.isSymbolicLink() === true)
    throw new AppError('cannot-write-back', message('write-back-behind-link', { file, link: file }));
  if ((await hashFile(file)) !== before)
    throw new AppError('source-changed', message('write-back-file-changed', { file }));
  const original = originalOf(file);
  const isKept = (await lookAt(original)) !== undefined;
  return {
    kind: 'rewrite',
    file: toRecorded(root, file),
    before,
    after: await hashEdited(file, edits),
    ...(!isKept && { original: toRecorded(root, original) }),
    edits: edits.map(({ offset, was, now }: ByteEdit) => ({
      offset,
      was: Buffer.from(was).toString('base64'),
      now: Buffer.from(now).toString('base64'),
    })),
  };
}

/** Folders that are to be made for what is moved, outermost first. */
async function missingFolders(root: string, steps: readonly ChangeStep[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  const known = new Set<string>();
  for (const step of steps) {
    if (step.kind !== 'move') continue;
    const inner: string[] = [];
    let folder = path.dirname(fromRecorded(root, step.to));
    for (; !known.has(folder) && (await lookAt(folder)) === undefined; folder = path.dirname(folder))
      inner.unshift(folder);
    known.add(folder);
    for (const made of inner) {
      known.add(made);
      missing.add(toRecorded(root, made));
    }
  }
  return [...missing];
}
