import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ScriptError } from '../scriptError';

/** The first training images of MNIST or a dataset in its format: `count × size × size` grey bytes. */
export interface MnistImages {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  /** Edge length in pixels. */
  readonly size: number;
}

const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;

/** Reads the first `count` training images from a folder with the two gzipped IDX files. */
export async function readMnist(folder: string, count: number): Promise<MnistImages> {
  const images = await readIdx(path.join(folder, 'train-images-idx3-ubyte.gz'), IMAGES_MAGIC);
  const labels = await readIdx(path.join(folder, 'train-labels-idx1-ubyte.gz'), LABELS_MAGIC);
  const available = Math.min(images.readUInt32BE(4), labels.readUInt32BE(4));
  if (count > available) throw new ScriptError(`${folder} has ${available} training images, not ${count}.`);
  const size = images.readUInt32BE(8);
  return {
    pixels: images.subarray(16, 16 + count * size * size),
    labels: Int32Array.from(labels.subarray(8, 8 + count)),
    size,
  };
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
