import type { BigIntStats } from 'node:fs';
import { open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { isImageFile } from '../core/dataset/imageFiles';
import { OUR_TABLES, STORE_FOLDER } from '../core/names';
import { message, type Message } from '../core/words/message';
import { temporaryBeside, unwritable } from './atomicWrite';

/** So much of a file tells whether it is text. */
const HEAD_BYTES = 4096;
const TABLE_NAME = /\.[ct]sv$/iu;

/** A kind of file that commands write, which replaces files of its kind and no others. */
export interface OutputKind {
  /** Whether a text file that begins like this is one. */
  readonly isOne: (file: string, head: string) => boolean;
  /** Why another is not replaced. */
  readonly refusal: (file: string) => Message;
}

/** Named as a table, or one of ours under another name. */
const TABLE: OutputKind = {
  isOne: (file, head) =>
    TABLE_NAME.test(file) || OUR_TABLES.some((columns) => head.startsWith(columns.join())),
  refusal: (file) => message('output-no-table', { file }),
};

/**
 * Makes sure that a file of some kind, a table unless said, can be written to `file` in the end, and that it replaces nothing
 * of another kind: no image, none of the `inputs`, under whatever name, and nothing of a store. To be called before the work
 * begins. @throws AppError `bad-output`, `store-unwritable`.
 */
export async function checkOutput(
  file: string,
  inputs: readonly (string | undefined)[],
  kind: OutputKind = TABLE,
): Promise<void> {
  const folder = await realpath(path.dirname(file)).catch(() => undefined); // absent, or out of reach
  if (folder === undefined || !(await stat(folder)).isDirectory())
    throw refused(message('output-no-folder', { folder: path.dirname(file), file }));
  if (folder.split(path.sep).includes(STORE_FOLDER)) throw refused(message('output-in-store', { file }));
  const there = await look(file);
  if (there === undefined && isImageFile(path.basename(file)))
    throw refused(message('output-named-image', { file }));
  if (there !== undefined) await refuseToReplace(file, there, { inputs, kind });
  await tryToWrite(file);
}

async function refuseToReplace(
  file: string,
  there: BigIntStats,
  { inputs, kind }: { readonly inputs: readonly (string | undefined)[]; readonly kind: OutputKind },
): Promise<void> {
  if (there.isDirectory()) throw refused(message('output-is-folder', { file }));
  if (!there.isFile()) throw refused(message('output-special', { file }));
  for (const input of inputs) {
    const read = input === undefined ? undefined : await look(input);
    // A link and another spelling lead to the same file.
    if (read?.ino === there.ino && read.dev === there.dev)
      throw refused(message('output-is-input', { file }));
  }
  const isImage = isImageFile(path.basename(file)) || isImageFile(path.basename(await realpath(file)));
  if (isImage || !(await isOf(kind, file))) throw refused(kind.refusal(file));
}

const look = (file: string): Promise<BigIntStats | undefined> =>
  stat(file, { bigint: true }).catch(() => undefined); // there is none, or none that can be reached

/** Whether a file is empty, or one of the kind. */
async function isOf(kind: OutputKind, file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined); // what may not be read is not looked into
  if (handle === undefined) return true;
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    const head = buffer.subarray(0, bytesRead);
    return bytesRead === 0 || (!head.includes(0) && kind.isOne(file, head.toString()));
  } finally {
    await handle.close();
  }
}

/** As outputs are written: beside the file first. */
async function tryToWrite(file: string): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    await (await open(temporary, 'wx')).close();
    await rm(temporary);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

const refused = (sentence: Message) => new AppError('bad-output', sentence);
