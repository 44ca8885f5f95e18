import { stat } from 'node:fs/promises';
import type { DatasetIndex, PixelSource } from '../../core/dataset/dataset';
import { systemErrorCode } from '../../core/systemErrorCode';
import { readCacheIndex } from './cacheIndex';
import { cachedNames, rowFiles } from './cacheNames';

/** Rows as a cache has them, for who only reads. */
export interface CachedRows {
  /** All places of the cache, as grey images of height 1. */
  readonly rows: PixelSource;
  /** Of each image its row; negative: the cache has none. */
  readonly rowOf: Int32Array;
}

export interface CachedRowsRequest {
  readonly folder: string;
  /** Of the cache's files, without what their names end in. */
  readonly name: string;
  /** Bytes of a row. */
  readonly width: number;
}

/**
 * Looks up which rows are of which images, without a look at the images themselves: the rows are of the images as they were
 * when they were searched. Undefined where there is no such cache. A run may be adding to it: the last line counts, both
 * about an image and about a place.
 */
export async function findCachedRows(
  { folder, name, width }: CachedRowsRequest,
  index: Pick<DatasetIndex, 'paths' | 'places'>,
): Promise<CachedRows | undefined> {
  const files = rowFiles(folder, name);
  const places = Math.floor((await sizeOf(files.rows)) / width);
  if (places === 0) return undefined;
  const imageOf = new Map(cachedNames(index).map((name, i) => [name, i]));
  const rowOf = new Int32Array(index.paths.length).fill(-1);
  const ownerOf = new Int32Array(places).fill(-1);
  for await (const entry of readCacheIndex(files.index)) {
    const place = entry?.row[0] ?? places;
    if (entry === undefined || place >= places) continue;
    const image = imageOf.get(entry.name) ?? -1;
    ownerOf[place] = image;
    if (image >= 0) rowOf[image] = place;
  }
  return {
    rows: {
      store: { kind: 'file', file: files.rows, places: Int32Array.from(ownerOf.keys()) },
      count: places,
      height: 1,
      width,
      channels: 1,
    },
    rowOf: rowOf.map((place, image) => (place >= 0 && ownerOf[place] === image ? place : -1)),
  };
}

/** 0 where there is no such file. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    // Gone, or unreadable: a cache is only ever a shortcut.
    if (systemErrorCode(error) === undefined) throw error;
    return 0;
  }
}
