import path from 'node:path';
import { AppError } from '../../../core/appError';
import { inParallel } from '../../../files/inParallel';
import { runSteps } from '../../../core/steps';
import type { FolderLook } from '../format';

/** What a file says, or why it cannot be read. */
export type ParsedFile<T> =
  { readonly file: string; readonly content: T } | { readonly file: string; readonly error: AppError };

/** Read before what they say is passed on, in their order. */
const BATCH = 1000;
const AT_A_TIME = 8;

/** Parses many small files, several at a time; `files` are relative to the dataset. */
export async function* parseFiles<T>(
  { root, signal }: FolderLook,
  files: readonly string[],
  parse: (file: string) => Promise<T>,
): AsyncGenerator<readonly ParsedFile<T>[], void> {
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    const parsed = new Array<ParsedFile<T>>(batch.length);
    const options = { count: batch.length, parallel: AT_A_TIME, every: BATCH, signal };
    await runSteps(
      inParallel(options, async (index) => {
        parsed[index] = await parseFile(root, batch[index]!, parse); // one of them, as it counts them
      }),
    );
    yield parsed;
  }
}

export async function parseFile<T>(
  root: string,
  file: string,
  parse: (file: string) => Promise<T>,
): Promise<ParsedFile<T>> {
  try {
    return { file, content: await parse(path.join(root, file)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { file, error };
  }
}

/** Some of the items, from all over them. */
export function sampleOf<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(items.length, most) }, (_, i) => items[Math.floor(i * step)]!);
}
