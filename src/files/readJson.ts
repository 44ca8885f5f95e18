import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { systemErrorCode } from '../core/systemErrorCode';
import { damaged } from './csvFile';
import { message } from '../core/words/message';

/** The content of a JSON file of a run; undefined when there is no such file. @throws AppError `run-damaged`. */
export async function readJson<T>(file: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    throw damaged(file, code ?? message('file-unreadable'), cause);
  }
  return parseJson(file, text, schema);
}

/** What `text`, from `file`, says in JSON. @throws AppError `run-damaged`. */
export function parseJson<T>(file: string, text: string, schema: v.GenericSchema<unknown, T>): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, message('file-no-json'), cause);
  }
  const parsed = v.safeParse(schema, content);
  if (!parsed.success) throw damaged(file, message('file-other-version'));
  return parsed.output;
}
