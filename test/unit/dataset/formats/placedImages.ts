import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { DatasetIndex } from '../../../../src/core/dataset/dataset';

/** The files made by the libraries that a format belongs to, and what those read in them. */
export const golden = (name: string): string => path.resolve(__dirname, '../../../fixtures/golden', name);

/** The bytes at the place of an image, read on their own. */
export function bytesOf({ root, unpacked, paths, places }: DatasetIndex, image: number): Buffer {
  const place = places?.[image];
  if (place === undefined) return readFileSync(path.join(root, paths[image]!));
  const file = readFileSync(path.join(place.unpackedFrom === undefined ? root : unpacked!, place.file));
  if (place.range === undefined) return file;
  const { offset, bytes, isDeflated } = place.range;
  const part = file.subarray(offset, offset + bytes);
  return isDeflated === true ? inflateRawSync(part) : part;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Every image with its label and the hash of its bytes, as the expectations have them. */
export const samplesOf = (index: DatasetIndex) =>
  index.paths.map((image, i) => ({
    path: image,
    label: index.classes[index.labels[i]!],
    sha256: sha256(bytesOf(index, i)),
  }));
