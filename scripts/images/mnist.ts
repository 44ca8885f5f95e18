import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ScriptError } from '../scriptError';

/** Training images of MNIST or a dataset in its format: N×S×S grey bytes. */
export interface MnistImages {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  /** Edge length in pixels. */
  readonly size: number;
}

const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;

export const MNIST_CLASSES = 10;

/** Reads all training images from a folder with the two gzipped IDX files. */
export async function readMnist(folder: string): Promise<MnistImages> {
  const images = await readIdx(path.join(folder, 'train-images-idx3-ubyte.gz'), IMAGES_MAGIC);
  const labels = await readIdx(path.join(folder, 'train-labels-idx1-ubyte.gz'), LABELS_MAGIC);
  return {
    pixels: images.subarray(16),
    labels: Int32Array.from(labels.subarray(8)),
    size: images.readUInt32BE(8),
  };
}

/** The images at `positions`, in that order. */
export function pickImages({ pixels, labels, size }: MnistImages, positions: Int32Array): MnistImages {
  const picked = new Uint8Array(positions.length * size * size);
  positions.forEach((position, at) => {
    if (position >= labels.length)
      throw new ScriptError(`There are only ${labels.length} training images; ask for fewer.`);
    picked.set(pixels.subarray(position * size * size, (position + 1) * size * size), at * size * size);
  });
  return { pixels: picked, labels: positions.map((position) => labels[position]!), size };
}

async function readIdx(file: string, magic: number): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await promisify(gunzip)(await readFile(file));
  } catch (cause) {
    throw new ScriptError(`Cannot read ${file}; name the folder with the IDX files with --data.`, { cause });
  }
  if (bytes.readUInt32BE(0) !== magic)
    throw new ScriptError(`${file} is not an IDX file of the expected kind.`);
  return bytes;
}
