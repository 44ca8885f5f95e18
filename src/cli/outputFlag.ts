import path from 'node:path';
import { checkOutput } from '../files/outputFile';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';
import type { Flags } from './flags';

/**
 * The file that `--out` names, absolute; undefined where the table goes to standard output. `inputs` are the files that the
 * command reads. To be called before anything else is done. @throws AppError `bad-output`, `store-unwritable`.
 */
export async function outputFlag(
  flags: Flags,
  inputs: readonly (string | undefined)[],
): Promise<string | undefined> {
  const out = flags.text('out');
  if (out === undefined) return undefined;
  const file = path.resolve(out);
  if (/[\\/]$/u.test(out)) throw new AppError('bad-output', message('output-is-folder', { file: out }));
  await checkOutput(file, inputs);
  return file;
}
