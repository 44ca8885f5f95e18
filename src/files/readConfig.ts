import { constants } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { CONFIG_FILE } from '../core/names';
import type { DatasetConfig } from '../core/run/config/configOptions';
import { parseConfig } from '../core/run/config/parseConfig';
import { isFileOf, SCAN_OPTIONS } from '../core/run/scanOptions';
import { systemErrorCode } from '../core/systemErrorCode';
import { message } from '../core/words/message';
import { insideOf } from './insideOf';
import { openNoFollow } from './noFollow';

/** What anybody has to say of a dataset takes far less; a larger file is something else. */
const MOST_BYTES = 1 << 20;

/**
 * What a dataset's configuration file says; undefined where it has none. The file may come from elsewhere, with the dataset:
 * no link is followed, and the files that it names, made absolute here, lie in the dataset. `named`: another file,
 * which somebody has chosen. @throws AppError `bad-setting`
 */
export async function readConfig(root: string, named?: string): Promise<DatasetConfig | undefined> {
  const file = named ?? path.join(root, CONFIG_FILE);
  const text = await readText(file, named !== undefined);
  if (text === undefined) return undefined;
  const { labels, encoder, encoderOrder, ...config } = parseConfig(text, file);
  const inside = (key: string, value: string) => fileInside(root, { file, key, value });
  return {
    ...config,
    ...(labels && { labels: { ...labels, file: await inside('labels.file', labels.file) } }),
    ...(encoder !== undefined && {
      encoder: isFileOf(SCAN_OPTIONS.encoder, encoder) ? await inside('encoder', encoder) : encoder,
    }),
    ...(encoderOrder !== undefined && { encoderOrder: await inside('encoderOrder', encoderOrder) }),
  };
}

async function readText(file: string, isNamed: boolean): Promise<string | undefined> {
  try {
    // A link, a pipe or a device is not opened; one that somebody has named may be a link.
    const found = await (isNamed ? stat(file) : lstat(file));
    if (!found.isFile()) throw refused(message('config-no-file', { file }));
    if (found.size > MOST_BYTES) throw refused(tooLarge(file, found.size));
    const handle = await openNoFollow(isNamed ? await realpath(file) : file, constants.O_RDONLY);
    try {
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    // Where the folder itself is missing, whoever searches it says so.
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    if (isMissing && !isNamed) return undefined;
    throw refused(
      isMissing ? message('config-missing', { file }) : message('config-unreadable', { file, code }),
      cause,
    );
  }
}

const tooLarge = (file: string, bytes: number) =>
  message('config-too-large', { file, size: { bytes }, most: { bytes: MOST_BYTES } });

/** The absolute path of a file that the configuration names. What is not there is left to whoever reads it. */
async function fileInside(
  root: string,
  { file, key, value }: { readonly file: string; readonly key: string; readonly value: string },
): Promise<string> {
  const named = path.resolve(root, value);
  const [realRoot, realFile] = await Promise.all(
    [root, named].map((each) => realpath(each).catch(() => undefined)),
  );
  const isInside =
    insideOf(root, named) !== undefined &&
    (realRoot === undefined || realFile === undefined || insideOf(realRoot, realFile) !== undefined);
  if (!isInside) throw refused(message('config-outside', { file, key, value }));
  return named;
}

const refused = (sentence: ReturnType<typeof message>, cause?: unknown) =>
  new AppError('bad-setting', sentence, { cause });
