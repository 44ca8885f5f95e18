import path from 'node:path';
import { decodeImage, type DecodeOptions } from './decode';
import { FACTS_PER_IMAGE, type ImageFactRow } from './decodedFacts';
import { createJpegDecoder } from './jpeg/jpegDecoder';
import { createPixelHash } from '../cache/pixelHash';
import { openPixelSink } from './pixelSink';
import { unreadableReason } from './unreadableReason';
import type { Message } from '../../core/words/message';

/** Where decoded images go. */
export interface DecodeTarget extends DecodeOptions {
  /** The dataset's folder. */
  readonly root: string;
  /** Memory, shared when others decode, or a file. An image at place `p` starts at byte `p × size × size × channels`. */
  readonly target: Uint8Array | string;
  /** Holds the files of the JPEG decoder; absent: JPEGs are decoded like all other formats. */
  readonly jpegFolder?: string | undefined;
}

/** Images to decode: the file `paths[j]`, relative to the root, to the place `places[j]`. */
export interface DecodeBatch {
  readonly places: Int32Array;
  readonly paths: readonly string[];
}

/** What is known of the images of a batch; their pixels are in the target. */
export interface DecodedBatch {
  /** An `ImageFactRow` of each image; zeros when it cannot be read. */
  readonly facts: Float64Array;
  /** Why images cannot be read, by their position in the batch. */
  readonly reasons: readonly (readonly [position: number, reason: Message])[];
}

export interface BatchWork {
  /** Decodes images one after the other. @throws the system's error when the target cannot be written. */
  decode(batch: DecodeBatch): Promise<DecodedBatch>;
  close(): void;
}

/** Decodes on this thread; an abort ends a batch between two images. */
export function createBatchWork(options: DecodeTarget, signal?: AbortSignal): BatchWork {
  const { root, target, size, channels, jpegFolder } = options;
  const bytesPerImage = size * size * channels;
  const sink = openPixelSink(target, bytesPerImage);
  const hash = createPixelHash(bytesPerImage);
  const decodeJpeg = jpegFolder === undefined ? undefined : createJpegDecoder(jpegFolder);
  return {
    decode: async ({ places, paths }) => {
      const facts = new Float64Array(places.length * FACTS_PER_IMAGE);
      const reasons: [number, Message][] = [];
      for (const [position, place] of places.entries()) {
        signal?.throwIfAborted();
        const file = path.join(root, paths[position]!);
        const decoded = await decodeImage(file, options, decodeJpeg).catch((error: unknown) => ({ error }));
        if ('error' in decoded) {
          reasons.push([position, await unreadableReason(file, decoded.error)]);
          continue;
        }
        const { pixels, width, height, size: fileBytes, mtimeMs } = decoded;
        sink.write(place, pixels);
        const row: ImageFactRow = [place, fileBytes, mtimeMs, width, height, hash(pixels)];
        facts.set(row, position * FACTS_PER_IMAGE);
      }
      sink.flush();
      return { facts, reasons };
    },
    close: () => sink.close(),
  };
}
