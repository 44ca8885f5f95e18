import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImagePlace } from '../../core/dataset/imagePlace';
import { asShortage, isShortage } from '../../core/shortage';
import type { ImageFolders } from '../../files/pictureBytes';
import { createRowHash } from '../cache/rowHash';
import type { DecodeOutput } from './decodeOutput';
import { openDecodeRoom } from './decodeRoom';
import { FACTS_PER_IMAGE, type ContentHash, type ImageFactRow } from './decodedFacts';
import type { ImageView } from './encoderView';
import type { ImageFile } from './reader/imageFile';
import { createImageReader, type ReadImage } from './reader/imageReader';
import { createJpegDecoder } from './jpeg/jpegDecoder';
import { createRowMaker, type RowMaker, type RowTools } from './rowMaker';
import { openRowSink, type RowSink } from './rowSink';
import { unreadableReason } from './unreadableReason';
import type { Message } from '../../core/words/message';

/** What is made of images, and where it goes. */
export interface OutputTarget {
  readonly output: DecodeOutput;
  /** Memory, shared when others decode, or a file. The row at place `p` starts at byte `p × bytesPerRow`. */
  readonly target: Uint8Array | string;
  readonly bytesPerRow: number;
}

export interface DecodeTarget {
  readonly folders: ImageFolders;
  readonly outputs: readonly OutputTarget[];
  /** Holds the files of the JPEG decoder; absent: JPEGs are decoded like all other formats. */
  readonly jpegFolder?: string | undefined;
  /** Of the room that is shared with others; absent: there are none. */
  readonly roomMemory?: SharedArrayBuffer;
}

/** Images to decode, by their paths. */
export interface DecodeBatch {
  readonly paths: readonly string[];
  /** Where they are, parallel to `paths`; undefined, or absent for all: the whole file at the path. */
  readonly sources?: readonly (ImagePlace | undefined)[] | undefined;
  /** For each output, the places of the images' rows; negative: it has that row already. */
  readonly places: readonly Int32Array[];
}

/** What is known of the images of a batch; their rows are in the targets. */
export interface DecodedBatch {
  /** For each output, an `ImageFactRow` of each image; zeros where it was not made. */
  readonly facts: readonly Float64Array[];
  /** Why images cannot be read, by their position in the batch. */
  readonly reasons: readonly (readonly [position: number, reason: Message])[];
}

export interface BatchWork {
  /** Decodes images one after the other. @throws DiskFailure when a target cannot be written; what an encoder throws. */
  decode(batch: DecodeBatch): Promise<DecodedBatch>;
  close(): Promise<void>;
}

interface BatchTools extends Pick<RowTools, 'encoders'> {
  /** An abort ends a batch between two images. */
  readonly signal?: AbortSignal;
}

/** Decodes on this thread. */
export function createBatchWork(options: DecodeTarget, { encoders, signal }: BatchTools): BatchWork {
  const { folders, outputs, jpegFolder, roomMemory } = options;
  const decodeJpeg = jpegFolder === undefined ? undefined : createJpegDecoder(jpegFolder);
  const room = openDecodeRoom(roomMemory);
  const writers = outputs.map((target) => openWriter(target, { decodeJpeg, encoders, room }));
  const reader = createImageReader(folders, room);
  const isSlow = outputs.some(({ output }) => output.kind === 'embedding');
  return {
    decode: async ({ paths, sources, places }) => {
      const facts = writers.map(() => new Float64Array(paths.length * FACTS_PER_IMAGE));
      const reasons: [number, Message][] = [];
      for (const [position, imagePath] of paths.entries()) {
        // Whatever else this thread has to do, an abort among it, waits for an image and not for a batch of them.
        if (isSlow) await nextTurn();
        signal?.throwIfAborted();
        const missing = [...writers.keys()].filter((output) => places[output]![position]! >= 0);
        const makers = missing.map((output) => writers[output]!.maker);
        const read = () => reader.read(imagePath, sources?.[position]);
        const seen = await lookAt(read, makers).catch((error: unknown) => ({ error }));
        if ('error' in seen) {
          // The file may be fine.
          if (isShortage(seen.error)) throw asShortage(seen.error);
          reasons.push([position, unreadableReason(seen.error)]);
          continue;
        }
        for (const [i, output] of missing.entries()) {
          const row = await writeRow(writers[output]!, {
            ...seen,
            ...seen.views[i]!,
            place: places[output]![position]!,
          });
          facts[output]!.set(row, position * FACTS_PER_IMAGE);
        }
      }
      for (const { sink } of writers) sink.flush();
      return { facts, reasons };
    },
    close: async () => {
      for (const { sink } of writers) sink.close();
      for (const { maker } of writers) await maker.close();
    },
  };
}

/** Makes the rows of one output and puts them where they belong. */
interface RowWriter {
  readonly maker: RowMaker;
  readonly sink: RowSink;
  readonly hash: (row: Uint8Array) => number;
}

function openWriter({ output, target, bytesPerRow }: OutputTarget, tools: RowTools): RowWriter {
  return {
    maker: createRowMaker(output, tools),
    sink: openRowSink(target, bytesPerRow),
    hash: createRowHash(bytesPerRow),
  };
}

/** What identifies this version of a file. */
interface FileVersion extends Omit<ImageFile, 'bytes'> {
  readonly contentHash: ContentHash;
}

interface SeenFile extends FileVersion {
  /** What each of the makers has seen in it. */
  readonly views: readonly ImageView[];
}

/** Reads an image once for all of them. @throws when one of them cannot read it: nothing is then made of it. */
async function lookAt(read: () => Promise<ReadImage>, makers: readonly RowMaker[]): Promise<SeenFile> {
  const { bytes, contentHash, ...version } = await read();
  const views: ImageView[] = [];
  for (const maker of makers) views.push(await maker.look(bytes));
  return { ...version, contentHash: contentHash(), views };
}

async function writeRow(
  { maker, sink, hash }: RowWriter,
  image: ImageView & FileVersion & { readonly place: number },
): Promise<ImageFactRow> {
  const { place, size, mtimeMs, ctimeMs, contentHash, width, height } = image;
  const row = await maker.toRow(image);
  sink.write(place, row);
  return [place, size, mtimeMs, width, height, hash(row), ctimeMs, ...contentHash];
}
