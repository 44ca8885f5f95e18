import { stat } from 'node:fs/promises';
import type { RunSummary } from '../core/run/run';
import { message, type Message } from '../core/words/message';

/** That the file of labels has been written since the run, in a sentence; none where it has not, or there is none. */
export async function describeLabelFile({
  labelSource,
  createdAt,
}: Pick<RunSummary, 'labelSource' | 'createdAt'>): Promise<readonly Message[]> {
  if (labelSource.kind !== 'csv') return [];
  const { file } = labelSource;
  // Whoever searches next is told where it has gone.
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return mtimeMs > Date.parse(createdAt) ? [message('label-file-newer', { file })] : [];
}
