import { stat } from 'node:fs/promises';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';

/** The longest text that Node can hold. */
export const MOST_JSON_BYTES = 0x1fff_ffe8;

/** What a file says in JSON, in UTF-8. @throws AppError `labels-unreadable`. */
export async function readJsonFile(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    if (size > MOST_JSON_BYTES)
      throw new AppError(
        'labels-unreadable',
        message('json-too-large', { file, size: { bytes: size }, most: { bytes: MOST_JSON_BYTES } }),
      );
    return parseJson(file, await readInput(file));
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('labels-unreadable', message('annotations-unreadable', { file, code }), { cause });
  }
}

function parseJson(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError('labels-unreadable', message('json-damaged', { file }), { cause });
  }
}
