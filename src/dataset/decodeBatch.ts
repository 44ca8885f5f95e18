import path from 'node:path';
import { decodeImage, type DecodeOptions } from './decode';
import { unreadableReason } from './unreadableReason';

/** Where decoded images go. */
export interface DecodeTarget extends DecodeOptions {
  /** The dataset's folder. */
  readonly root: string;
  /** Image `i` of the index at byte `i × size × size × channels`. */
  readonly data: Uint8Array;
}

/** Images to decode: `images[j]` of the index is the file `paths[j]`, relative to the root. */
export interface DecodeBatch {
  readonly images: Int32Array;
  readonly paths: readonly string[];
}

/** What is known of the images of a batch; their pixels are in the target. */
export interface DecodedBatch {
  /** Of each image: bytes and modification time of its file, width and height; zeros when it cannot be read. */
  readonly facts: Float64Array;
  /** Of images that cannot be read, why: by their position in the batch. */
  readonly reasons: readonly (readonly [position: number, reason: string])[];
}

export const FACTS_PER_IMAGE = 4;

/** Decodes images one after the other; an abort ends it between two. */
export async function decodeBatch(
  target: DecodeTarget,
  { images, paths }: DecodeBatch,
  signal?: AbortSignal,
): Promise<DecodedBatch> {
  const stride = target.size * target.size * target.channels;
  const facts = new Float64Array(images.length * FACTS_PER_IMAGE);
  const reasons: [number, string][] = [];
  for (const [position, image] of images.entries()) {
    signal?.throwIfAborted();
    const file = path.join(target.root, paths[position]!);
    try {
      const { pixels, width, height, size, mtimeMs } = await decodeImage(file, target);
      target.data.set(pixels, image * stride);
      facts.set([size, mtimeMs, width, height], position * FACTS_PER_IMAGE);
    } catch (error) {
      reasons.push([position, await unreadableReason(file, error)]);
    }
  }
  return { facts, reasons };
}
