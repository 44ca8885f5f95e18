import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { systemErrorCode } from '../../core/systemErrorCode';
import { FACTS_PER_IMAGE, type ImageFactRow } from '../decode/decodedFacts';

/** An image in the cache: its path relative to the dataset, with its place where it has one, and what it was made from. */
export interface CacheEntry {
  readonly name: string;
  readonly row: ImageFactRow;
}

/** Starts each line, so that an append that was cut off spoils only itself. */
export const cacheLine = ({ name, row }: CacheEntry): string => `\n${JSON.stringify([name, ...row])}`;

/** Reads an index line by line; the last line about an image counts. Undefined for a line that cannot be used. */
export async function* readCacheIndex(file: string): AsyncGenerator<CacheEntry | undefined> {
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line !== '') yield parseLine(line);
  } catch (error) {
    // Missing, or unreadable from here on: a cache is only ever a shortcut.
    if (systemErrorCode(error) === undefined) throw error;
  } finally {
    input.destroy();
  }
}

function parseLine(line: string): CacheEntry | undefined {
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    return undefined; // cut off
  }
  if (!Array.isArray(values) || values.length !== 1 + FACTS_PER_IMAGE) return undefined;
  const [name, ...row] = values as readonly unknown[];
  if (typeof name !== 'string' || !row.every((value) => typeof value === 'number' && value >= 0))
    return undefined;
  return { name, row: row as unknown as ImageFactRow }; // numbers, so many, as was just looked at
}
