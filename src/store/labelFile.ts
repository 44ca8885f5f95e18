import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LabelSource } from '../core/dataset/dataset';
import type { RunSummary } from '../core/run/run';
import { message, type Message } from '../core/words/message';

/** So many files of labels are looked at: of a file for each image there may be a million. */
const MOST_FILES = 100;

/** That a file of labels has been written since the run, in a sentence; none where it has not, or there is none. */
export async function describeLabelFile(
  root: string,
  { labelSource, createdAt }: Pick<RunSummary, 'labelSource' | 'createdAt'>,
): Promise<readonly Message[]> {
  for (const file of labelFiles(root, labelSource).slice(0, MOST_FILES)) {
    // Whoever searches next is told where it has gone.
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
    if (mtimeMs > Date.parse(createdAt)) return [message('label-file-newer', { file })];
  }
  return [];
}

/** The files that labels were read from, absolute. */
export function labelFiles(root: string, source: LabelSource): readonly string[] {
  switch (source.kind) {
    case 'folders':
      return [];
    case 'csv':
      return [source.file];
    case 'annotations':
      return source.files.map((file) => path.join(root, file));
  }
}
