import type { JobPlan } from '../../core/plan/jobPlan';
import { readCacheIndex, type CacheEntry } from '../../dataset/cache/cacheIndex';
import { indexBeside } from '../../dataset/cache/cacheNames';
import { DiskFailure } from '../../dataset/cache/diskFailure';
import { closeAll, openRowCaches, type RowCache } from '../../dataset/cache/rowCache';
import { openPixels } from '../../files/pixels/openPixels';
import type { WhenRead } from './shardRows';

const PART_BYTES = 1 << 24;

/**
 * Copies the embeddings of all shards into the cache of the dataset, in place of what is there, as a search on one machine
 * leaves them. Where the disk has no room, says so. Yields how many images are done.
 */
export const createEmbeddingsKeeper = (
  { plan }: { readonly plan: Pick<JobPlan, 'images' | 'shards'> },
  log: (message: string) => void,
): WhenRead =>
  async function* keepEmbeddings(rows, { at, form }, { cacheFolder: folder, signal }) {
    const { images, shards } = plan;
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

/** Adds the rows at some places of a shard's file, in parts: a file may be longer than what can be read at once. @throws AppError `pixels-lost` */
async function addRows(
  cache: RowCache,
  { file, wanted, next }: { readonly file: string; readonly wanted: Int32Array; readonly next: number },
): Promise<void> {
  const size = cache.bytesPerRow;
  const entryAt = new Map<number, CacheEntry>();
  for await (const entry of readCacheIndex(indexBeside(file)))
    if (entry !== undefined) entryAt.set(entry.row[0], entry);
  const shape = { height: 1, width: size, channels: 1 } as const;
  const shard = openPixels({ ...shape, count: wanted.length, store: { kind: 'file', file, places: wanted } });
  try {
    const atOnce = Math.max(Math.floor(PART_BYTES / size), 1);
    for (let from = 0; from < wanted.length; from += atOnce) {
      const count = Math.min(atOnce, wanted.length - from);
      const rows = new Uint8Array(count * size);
      for (let i = 0; i < count; i++) shard.read(from + i, rows.subarray(i * size, (i + 1) * size));
      await cache.write(next + from, rows);
    }
  } finally {
    shard.close();
  }
  // A line that was lost costs that image.
  const entries = [...wanted].flatMap((place, i) => {
    const entry = entryAt.get(place);
    if (entry === undefined) return [];
    const [, ...facts] = entry.row;
    return [{ name: entry.name, row: [next + i, ...facts] } satisfies CacheEntry];
  });
  cache.add(entries);
}
