import { readFile } from 'node:fs/promises';
import { readCacheIndex, type CacheEntry } from '../../dataset/cache/cacheIndex';
import { indexBeside } from '../../dataset/cache/cacheNames';
import { DiskFailure } from '../../dataset/cache/diskFailure';
import { closeAll, openRowCaches, type RowCache } from '../../dataset/cache/rowCache';
import type { Job } from './jobFolder';
import type { WhenRead } from './shardRows';

/**
 * Copies the embeddings of all shards into the cache of the dataset, in place of what is there, as a search on one machine
 * leaves them. Where the disk has no room, says so. Yields how many images are done.
 */
export const createEmbeddingsKeeper = (job: Job, log: (message: string) => void): WhenRead =>
  async function* keepEmbeddings(rows, { at, form }, { cacheFolder: folder, signal }) {
    const { images, shards } = job.plan;
    if (form.output.kind !== 'embedding') return;
    try {
      const caches = await openRowCaches({ folder, forms: [form], count: images });
      try {
        const cache = caches[0]!; // one for each form
        await cache.clear();
        let next = 0;
        for (const [shard, { first, count }] of shards.entries()) {
          signal.throwIfAborted();
          const wanted = rows.places[at]!.subarray(first, first + count).filter((place) => place >= 0);
          await addRows(cache, { file: rows.files[at]![shard]!, wanted, next });
          next += wanted.length;
          yield first + count;
        }
      } finally {
        await closeAll(caches);
      }
    } catch (error) {
      if (!(error instanceof DiskFailure)) throw error;
      log(`The embeddings are not kept, so that similar images cannot be found: ${error.message}`);
    }
  };

/** Adds the rows at some places of a shard's file. */
async function addRows(
  cache: RowCache,
  { file, wanted, next }: { readonly file: string; readonly wanted: Int32Array; readonly next: number },
): Promise<void> {
  const size = cache.bytesPerRow;
  const content = await readFile(file);
  const entryAt = new Map<number, CacheEntry>();
  for await (const entry of readCacheIndex(indexBeside(file)))
    if (entry !== undefined) entryAt.set(entry.row[0], entry);
  const rows = new Uint8Array(wanted.length * size);
  const entries: CacheEntry[] = [];
  wanted.forEach((place, i) => {
    rows.set(content.subarray(place * size, (place + 1) * size), i * size);
    const entry = entryAt.get(place);
    // A line that was lost costs that image.
    if (entry === undefined) return;
    const [, ...facts] = entry.row;
    entries.push({ name: entry.name, row: [next + i, ...facts] });
  });
  await cache.write(next, rows);
  cache.add(entries);
}
