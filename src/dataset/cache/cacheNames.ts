/** Names of the files in the cache that hold a row of bytes for each image. */
import path from 'node:path';
import type { DatasetIndex } from '../../core/dataset/dataset';

/** Versions change when images are decoded differently, so that old caches are not used. */
const VERSIONS = [
  { prefix: 'pixels-', current: 'pixels-v5-' },
  { prefix: 'embeddings-', current: 'embeddings-v3-' },
] as const;
const [PIXELS, EMBEDDINGS] = VERSIONS;

export const pixelCacheName = ({
  size,
  channels,
}: {
  readonly size: number;
  readonly channels: 1 | 3;
}): string => `${PIXELS.current}${size}x${size}x${channels}`;

/** `id` is of the encoder, fit for a file's name. */
export const embeddingCacheName = (id: string): string => `${EMBEDDINGS.current}${id}`;

/** The rows of a name, and the index that says whose each is. */
export const rowFiles = (folder: string, name: string) => ({
  rows: path.join(folder, `${name}.u8`),
  index: path.join(folder, `${name}.jsonl`),
});

/** The index of a file of rows. */
export const indexBeside = (file: string): string =>
  rowFiles(path.dirname(file), path.basename(file, '.u8')).index;

/** Whether a file of the cache folder holds rows, of this version or another. */
export const isRowFile = (name: string): boolean => VERSIONS.some(({ prefix }) => name.startsWith(prefix));

/** Whether it holds rows of another version. */
export const isOutdatedRowFile = (name: string): boolean =>
  VERSIONS.some(({ prefix, current }) => name.startsWith(prefix) && !name.startsWith(current));

/** Names of the images in a cache: what a path stands for may change while its file does not. */
export function cachedNames({ paths, places }: Pick<DatasetIndex, 'paths' | 'places'>): readonly string[] {
  if (places === undefined) return paths;
  return paths.map((image, i) =>
    places[i] === undefined ? image : `${image}\0${JSON.stringify(places[i])}`,
  );
}
