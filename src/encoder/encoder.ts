import path from 'node:path';
import { readDescription, readLayers } from './encoderFile';
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
const MATHS_VERSION = 1;

/** What is known of an encoder before it is opened. */
export interface EncoderFacts {
  /** A short text, fit for the name of a file, that changes with everything that changes embeddings. */
  readonly id: string;
  /** The numbers of an embedding. */
  readonly width: number;
}

/** @throws AppError `encoder-unusable` */
export async function describeEncoder(source: EncoderSource): Promise<EncoderFacts> {
  if (source.kind === 'onnx') return { id: onnxId(source), width: source.width };
  const { name, size, encoderFolder } = source;
  const { sha256, features } = await readDescription(encoderFolder, name);
  return { id: `${name}-${size}-${sha256.slice(0, 16)}-${MATHS_VERSION}`, width: features };
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
  return {
    width: description.features,
    size,
    embed(pixels) {
      if (pixels.length !== size * size * 3)
        throw new RangeError(`an image of ${pixels.length} bytes for an encoder of ${size} pixels square`);
      network.load(pixels);
      network.run();
      return network.means();
    },
    // Its memory goes when nothing holds it any more.
    close: () => undefined,
  };
}
