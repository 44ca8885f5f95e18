import path from 'node:path';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { createLocalDecoder, createThreadDecoder, type BatchDecoder } from './batchDecoder';
import type { OutputTarget } from './decodeBatch';
import { createRoomMemory } from './decodeRoom';
import { FACTS_PER_IMAGE, setFacts, type DecodedFacts } from './decodedFacts';
import type { RowTools } from './rowMaker';
import { inParallel } from '../../files/inParallel';
import type { Message } from '../../core/words/message';

/** What is made of the images, and what it is made from. */
export interface OutputWork extends OutputTarget {
  /** Parallel to `images`: the places in the target; negative: the row is there already. */
  readonly places: Int32Array;
  /** Filled in for those that can be read; others have no place. */
  readonly facts: DecodedFacts;
  /** Told of images whose rows are in the target now. */
  readonly onDecoded?: (images: readonly number[]) => void;
}

export interface DecodeImagesOptions {
  readonly index: DatasetIndex;
  /** Images to decode. */
  readonly images: Int32Array;
  readonly outputs: readonly OutputWork[];
  /** Filled in for images that cannot be read. */
  readonly reasons: Map<number, Message>;
  readonly cores: number;
  /** Beside it are the files of the JPEG decoder. */
  readonly workerFile?: string | undefined;
  /** For this thread; others have their own. */
  readonly encoders: RowTools['encoders'];
  readonly signal: AbortSignal;
}

/** Whether any embedding has to be made. */
export const isEmbedding = (outputs: readonly OutputWork[]): boolean =>
  outputs.some(({ output, places }) => output.kind === 'embedding' && places.some((place) => place >= 0));

interface Effort {
  /** Images decoded one after the other, and then reported. */
  readonly batch: number;
  /** With fewer images than this, a thread is not worth starting. */
  readonly fewestAThread: number;
  /** Below this many threads, this one does it. */
  readonly fewestThreads: number;
}

const PIXELS: Effort = { batch: 32, fewestAThread: 256, fewestThreads: 2 };
/** An embedding takes ten times as long as pixels do, and this thread has other things to do meanwhile. */
const EMBEDDINGS: Effort = { batch: 8, fewestAThread: 8, fewestThreads: 1 };

/** Decodes images of the index, yielding how many are done. @throws DiskFailure when a target cannot be written; what an encoder throws. */
export async function* decodeImages(options: DecodeImagesOptions): AsyncGenerator<number, void> {
  const { index, images, outputs, cores, signal, workerFile, encoders } = options;
  const jpegFolder = workerFile === undefined ? undefined : path.dirname(workerFile);
  const job = {
    folders: { root: index.root, unpacked: index.unpacked },
    outputs: outputs.map(({ output, target, bytesPerRow }) => ({ output, target, bytesPerRow })),
    jpegFolder,
    roomMemory: createRoomMemory(),
  };
  const embeds = isEmbedding(outputs);
  const { batch, fewestAThread, fewestThreads } = embeds ? EMBEDDINGS : PIXELS;
  const threads = Math.min(cores, Math.floor(images.length / fewestAThread));
  const isThreaded = workerFile !== undefined && threads >= fewestThreads;
  const decoder = isThreaded
    ? createThreadDecoder(job, { workerFile, threads, signal })
    : createLocalDecoder(job, { encoders, signal });
  const batches = {
    count: Math.ceil(images.length / batch),
    // One encoder embeds one image at a time.
    parallel: isThreaded ? threads : embeds ? 1 : cores,
    every: 1,
    signal,
  };
  try {
    for await (const done of inParallel(batches, (i) =>
      decodeRange(options, decoder, [i * batch, (i + 1) * batch]),
    ))
      yield Math.min(done * batch, images.length);
  } finally {
    await decoder.dispose();
  }
}

async function decodeRange(
  options: DecodeImagesOptions,
  decoder: BatchDecoder,
  range: readonly [from: number, to: number],
): Promise<void> {
  const { index, outputs } = options;
  const images = options.images.slice(...range);
  const paths = Array.from(images, (image) => index.paths[image]!);
  const places = outputs.map((output) => output.places.slice(...range));
  const sources = index.places && Array.from(images, (image) => index.places![image]);
  const { facts: rows, reasons } = await decoder.decode({ paths, sources, places });
  for (const [position, reason] of reasons) options.reasons.set(images[position]!, reason);
  for (const [output, { facts, onDecoded }] of outputs.entries()) {
    const decoded: number[] = [];
    for (const [position, image] of images.entries()) {
      if (options.reasons.has(image)) facts.places[image] = -1;
      else if (places[output]![position]! >= 0) {
        const at = position * FACTS_PER_IMAGE;
        setFacts(facts, image, rows[output]!.subarray(at, at + FACTS_PER_IMAGE));
        decoded.push(image);
      }
    }
    onDecoded?.(decoded);
  }
}
