import path from 'node:path';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { createLocalDecoder, createThreadDecoder, type BatchDecoder } from './batchDecoder';
import type { DecodeTarget } from './decodeBatch';
import { FACTS_PER_IMAGE, setFacts, type DecodedFacts } from './decodedFacts';
import { inParallel } from '../../files/inParallel';
import type { Message } from '../../core/words/message';

export interface DecodeImagesOptions extends Omit<DecodeTarget, 'root' | 'jpegFolder'> {
  readonly index: DatasetIndex;
  /** Images to decode, and for each its place in the target. */
  readonly images: Int32Array;
  readonly places: Int32Array;
  /** Filled in for those that can be read; for others, `reasons`. */
  readonly facts: DecodedFacts;
  readonly reasons: Map<number, Message>;
  readonly cores: number;
  /** Beside it are the files of the JPEG decoder. */
  readonly workerFile?: string | undefined;
  readonly signal: AbortSignal;
  /** Told of images that are in the target now. */
  readonly onDecoded: (images: readonly number[]) => void;
}

/** Images decoded one after the other, and then reported. */
const BATCH = 32;
/** With fewer images than this, a thread is not worth starting. */
const FEWEST_A_THREAD = 256;

/** Decodes images of the index, yielding how many are done. @throws DiskFailure when the target cannot be written. */
export async function* decodeImages(options: DecodeImagesOptions): AsyncGenerator<number, void> {
  const { index, images, cores, signal, workerFile } = options;
  const { target, size, channels } = options;
  const jpegFolder = workerFile === undefined ? undefined : path.dirname(workerFile);
  const job = { root: index.root, target, size, channels, jpegFolder };
  const threads = Math.min(cores, Math.floor(images.length / FEWEST_A_THREAD));
  const isThreaded = workerFile !== undefined && threads > 1;
  const decoder = isThreaded
    ? createThreadDecoder(job, { workerFile, threads, signal })
    : createLocalDecoder(job, signal);
  const batches = {
    count: Math.ceil(images.length / BATCH),
    parallel: isThreaded ? threads : cores,
    every: 1,
    signal,
  };
  try {
    for await (const done of inParallel(batches, (batch) => decodeOne(options, decoder, batch)))
      yield Math.min(done * BATCH, images.length);
  } finally {
    await decoder.dispose();
  }
}

async function decodeOne(options: DecodeImagesOptions, decoder: BatchDecoder, batch: number): Promise<void> {
  const { index, facts } = options;
  const range = [batch * BATCH, (batch + 1) * BATCH] as const;
  const images = options.images.slice(...range);
  const paths = Array.from(images, (image) => index.paths[image]!);
  const { facts: rows, reasons } = await decoder.decode({ places: options.places.slice(...range), paths });
  for (const [position, reason] of reasons) options.reasons.set(images[position]!, reason);
  const decoded: number[] = [];
  for (const [position, image] of images.entries()) {
    if (options.reasons.has(image)) continue;
    setFacts(facts, image, rows.subarray(position * FACTS_PER_IMAGE, (position + 1) * FACTS_PER_IMAGE));
    decoded.push(image);
  }
  options.onDecoded(decoded);
}
