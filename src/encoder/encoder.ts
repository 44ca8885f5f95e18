import path from 'node:path';
import type { EncoderInfo } from '../core/run/opinions';
import { readDescription, readLayers, type EncoderDescription } from './encoderFile';
import { loadEncoderModule } from './encoderModule';
import { createNetwork } from './network';
import { onnxId, openOnnxEncoder, type OnnxSource } from './onnx/onnxEncoder';

/** Turns images into embeddings. One at a time: a thread has an encoder of its own. */
export interface Encoder {
  /** The numbers of an embedding. */
  readonly width: number;
  /** Rows and columns of an image. */
  readonly size: number;
  /** The embedding of an image, bytes [size, size, RGB]; the same bits in every thread. */
  embed(pixels: Uint8Array): Float32Array | Promise<Float32Array>;
  close(): void;
}

/** Encoders that come with the program. */
export const BUILT_IN_ENCODERS = ['lite0', 'lite2'] as const;
export type BuiltInName = (typeof BUILT_IN_ENCODERS)[number];

/** One that comes with the program, for images of which size, and where its files are. */
export interface BuiltInSource {
  readonly kind: 'built-in';
  readonly name: BuiltInName;
  /** Rows and columns of an image. */
  readonly size: number;
  /** Holds `NAME.json` and `NAME.bin`. */
  readonly encoderFolder: string;
  /** Holds the kernels that the build wrote. */
  readonly wasmFolder: string;
}

/** Which encoder it is, and what it takes to open it: data, to be sent to threads. */
export type EncoderSource = BuiltInSource | OnnxSource;

/** An encoder of the program whose bundles are in `programFolder`: its weights are beside it, in `media`. */
export function builtInSource(name: BuiltInName, size: number, programFolder: string): BuiltInSource {
  const encoderFolder = path.join(programFolder, '..', 'media', 'encoder');
  return { kind: 'built-in', name, size, encoderFolder, wasmFolder: programFolder };
}

/** Raised when kernels or preparation of images change in a way that changes embeddings. */
const MATHS_VERSION = 2;

/** Numbers in an embedding. */
export function embeddingWidth({ layers }: Pick<EncoderDescription, 'layers'>): number {
  return layers.reduce((sum, { embedded, outputs }) => sum + (embedded === true ? outputs : 0), 0);
}

/** One after the other, each scaled so that its numbers are as large as the others'. */
function joinParts(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    const square = part.reduce((sum, value) => sum + value * value, 0);
    const scale = square === 0 ? 0 : Math.sqrt(part.length / square);
    joined.set(
      part.map((value) => value * scale),
      at,
    );
    at += part.length;
  }
  return joined;
}

/**
 * What is known of an encoder before it is opened; `id` is fit for the name of a file. @throws AppError `encoder-unusable`
 */
export async function describeEncoder(source: EncoderSource): Promise<EncoderInfo> {
  if (source.kind === 'onnx') {
    const { file, size, width } = source;
    return { id: onnxId(source), name: file, title: path.basename(file), size, width };
  }
  const { name, size, encoderFolder } = source;
  const description = await readDescription(encoderFolder, name);
  const { sha256, title, trainedOn, licence } = description;
  const id = `${name}-${size}-${sha256.slice(0, 16)}-${MATHS_VERSION}`;
  return { id, name, title, size, width: embeddingWidth(description), trainedOn, licence };
}

/** As `describeEncoder` says. @throws AppError `encoder-unusable` */
export const encoderId = async (source: EncoderSource): Promise<string> => (await describeEncoder(source)).id;

/** @throws AppError `encoder-unusable` when a file of it is missing or damaged, or something cannot compute it here. */
export function openEncoder(source: EncoderSource): Promise<Encoder> {
  return source.kind === 'onnx' ? openOnnxEncoder(source) : openBuiltIn(source);
}

async function openBuiltIn({ name, size, encoderFolder, wasmFolder }: BuiltInSource): Promise<Encoder> {
  const description = await readDescription(encoderFolder, name);
  const [layers, createInstance] = await Promise.all([
    readLayers(encoderFolder, name, description),
    loadEncoderModule(wasmFolder),
  ]);
  const network = createNetwork(layers, size, createInstance);
  const embedded = [...network.steps.keys()].filter((step) => network.steps[step]!.product.embedded === true);
  return {
    width: embeddingWidth(description),
    size,
    embed(pixels) {
      if (pixels.length !== size * size * 3)
        throw new RangeError(`an image of ${pixels.length} bytes for an encoder of ${size} pixels square`);
      network.load(pixels);
      let next = 0;
      return joinParts(
        embedded.map((step) => {
          network.run(next, step + 1);
          next = step + 1;
          return network.means(step);
        }),
      );
    },
    // Its memory goes when nothing holds it any more.
    close: () => undefined,
  };
}
