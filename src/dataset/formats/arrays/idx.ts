import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { cannotRead } from '../archives/cannotRead';
import type { WindowReader } from '../archives/windowReader';
import type { DatasetFormat, FolderLook } from '../format';
import { unpacked, type Unpacked } from '../unpack';
import { inflated } from './inflated';
import { FoundPictures, pictureBytes, pictureShape } from './pictureArray';
import { withReader } from './withReader';

/** `train-images-idx3-ubyte`, `emnist-letters-test-labels.idx1-ubyte`, …: what it is of, and what of it. */
const IDX_NAME = /^(.*?)(images|labels)[-._]idx\d[-._]ubyte(\.gz)?$/iu;

/** The images of MNIST and its like, with their labels in a file beside. */
export const IDX: DatasetFormat = {
  name: 'idx',
  recognise({ walked }) {
    const files = walked.paths.length > 0 ? [] : findPairs(walked.annotations).flat();
    return Promise.resolve(files.length > 0 ? { files } : undefined);
  },
  read: readPairs,
};

type Pair = readonly [images: string, labels: string];

/** Files of images and of labels with the same name; of a file that is there packed and unpacked, the unpacked one. */
function findPairs(files: readonly string[]): readonly Pair[] {
  const found = new Map<string, string>();
  for (const file of [...files].sort(compareCodeUnits).reverse()) {
    const [, of, what = ''] = IDX_NAME.exec(path.posix.basename(file)) ?? [];
    if (of !== undefined) found.set(`${path.posix.dirname(file)}/${of}\0${what.toLowerCase()}`, file);
  }
  const pairs: Pair[] = [];
  for (const [key, images] of found) {
    const labels = key.endsWith('\0images') ? found.get(key.replace(/images$/u, 'labels')) : undefined;
    if (labels !== undefined) pairs.push([images, labels]);
  }
  return pairs.sort(([a], [b]) => compareCodeUnits(a, b));
}

async function* readPairs(look: FolderLook): AsyncGenerator<WalkProgress, LabelledPaths> {
  const found = new FoundPictures();
  const pairs = findPairs(look.walked.annotations);
  for (const pair of pairs) {
    look.signal.throwIfAborted();
    await readPair(look, pair, found);
    yield { phase: 'discover', images: found.count };
  }
  return found.labelled(look, 'idx', pairs.flat());
}

async function readPair(look: FolderLook, [images, labels]: Pair, found: FoundPictures): Promise<void> {
  const { file, place } = await plainFile(look, images);
  const pictures = await withReader({ file, name: images }, async (reader) => {
    const { sizes, start } = await readHeader(reader, images);
    const shape = pictureShape(images, sizes);
    if (sizes.length === 2) found.noteSquares(images, shape);
    const there = Math.min(sizes[0]!, Math.floor((reader.size - start) / pictureBytes(shape)));
    return { shape, start, count: sizes[0]!, there };
  });
  const classes = await withReader(
    { file: (await plainFile(look, labels)).file, name: labels },
    async (reader) => {
      const { sizes, start } = await readHeader(reader, labels);
      if (sizes.length !== 1)
        throw new AppError(
          'labels-unreadable',
          message('labels-of-shape', { file: labels, shape: sizes.join(' × ') }),
        );
      return {
        count: sizes[0]!,
        bytes: Buffer.from(await reader.read(start, Math.min(sizes[0]!, reader.size))),
      };
    },
  );
  if (classes.count !== pictures.count)
    throw new AppError(
      'labels-unreadable',
      message('arrays-lengths', { images, labels, count: pictures.count, others: classes.count }),
    );
  const count = Math.min(pictures.there, classes.bytes.length);
  if (count < classes.count)
    found.warnings.push(
      message('idx-cut-off', {
        file: pictures.there === count ? images : labels,
        read: count,
      }),
    );
  const { shape, start } = pictures;
  found.add({ path: images, place, start, count, shape }, (index) => ({
    label: `${classes.bytes[index]}`,
  }));
}

/** The file itself, or what it is unpacked to. */
async function plainFile(look: FolderLook, file: string): Promise<Unpacked> {
  const absolute = path.join(look.root, file);
  if (!/\.gz$/iu.test(file)) return { file: absolute, place: { file } };
  // What is behind the array that its header claims is not unpacked.
  const most = await claimedBytes(absolute, file);
  return unpacked(look, {
    file,
    part: '',
    chunks: () => inflated({ file: absolute, most }),
  });
}

async function claimedBytes(absolute: string, file: string): Promise<number> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of inflated({ file: absolute, most: MOST_HEADER_BYTES })) chunks.push(chunk);
  } catch (cause) {
    throw cannotRead(file, cause);
  }
  const { sizes, start } = parseHeader(Buffer.concat(chunks), file);
  return sizes.reduce((bytes, size) => bytes * size, 1) + start;
}

/** Of bytes: http://yann.lecun.com/exdb/mnist. */
const UNSIGNED_BYTES = 8;
/** Of an array of 255 dimensions, which is the most. */
const MOST_HEADER_BYTES = 4 + 4 * 255;

/** The sizes of the array in a file, and where it begins. @throws AppError for what is no array of bytes. */
async function readHeader(reader: WindowReader, file: string) {
  return parseHeader(await reader.read(0, MOST_HEADER_BYTES), file);
}

function parseHeader(head: Buffer, file: string) {
  const [zero, alsoZero, type, dimensions = 0] = head;
  const sizes = head.subarray(4, 4 + 4 * dimensions);
  if (
    head.length < 4 ||
    zero !== 0 ||
    alsoZero !== 0 ||
    type !== UNSIGNED_BYTES ||
    sizes.length < 4 * dimensions
  )
    throw new AppError('labels-unreadable', message('idx-damaged', { file }));
  return {
    sizes: Array.from({ length: dimensions }, (_, i) => sizes.readUInt32BE(4 * i)),
    start: 4 + 4 * dimensions,
  };
}
