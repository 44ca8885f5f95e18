import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/appError';
import {
  assumptionWarning,
  embeddingOutput,
  prepareImages,
  type ImagePreparation,
} from '../../core/encoder/imagePreparation';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import { readOnnxModel } from '../../files/onnx/onnxModel';
import { findPreprocessorConfig } from '../../files/onnx/preprocessorFile';
import { openOnnxSession } from './onnxRuntime';
import { poolOutput } from './poolOutput';

/** An encoder of the user's own, an ONNX file: data, to be sent to threads. */
export interface OnnxSource {
  readonly kind: 'onnx';
  /** Absolute. */
  readonly file: string;
  /** Of the file and of the weights beside it. */
  readonly sha256: string;
  readonly weightFiles: readonly string[];
  readonly preparation: ImagePreparation;
  /** Rows and columns of an image: those of `preparation`. */
  readonly size: number;
  /** The name of the output that becomes the embedding. */
  readonly output: string;
  /** The numbers of an embedding. */
  readonly width: number;
  /** Where optional packages have been installed. */
  readonly packagesFolder: string | undefined;
}

/**
 * Reads what an ONNX file says of itself and tries it on a grey image.
 * @throws AppError `encoder-unusable` with what is in the way, in one sentence.
 */
export async function onnxSource(
  file: string,
  packagesFolder: string | undefined,
): Promise<{ readonly source: OnnxSource; readonly warning: Message | undefined }> {
  const model = await readOnnxModel(file);
  const { preparation, assumed } = prepareImages(file, model, await findPreprocessorConfig(file));
  const { weightFiles } = model;
  const known = {
    kind: 'onnx' as const,
    file,
    weightFiles,
    preparation,
    size: preparation.size,
    output: embeddingOutput(file, model),
    packagesFolder,
  };
  const encoder = await openOnnxEncoder(known);
  encoder.close();
  const sha256 = await hashFiles([
    file,
    ...weightFiles.map((each) => path.resolve(path.dirname(file), each)),
  ]);
  return {
    source: { ...known, sha256, width: encoder.width },
    warning: assumptionWarning(file, preparation, assumed),
  };
}

/** Raised when the preparation of images or the pooling change in a way that changes embeddings. */
const PREPARATION_VERSION = 1;

/** A short text that changes with everything that changes embeddings, but for how a runtime rounds. */
export function onnxId({ sha256, preparation, output }: OnnxSource): string {
  const hash = createHash('sha256').update(
    JSON.stringify([sha256, preparation, output, PREPARATION_VERSION]),
  );
  return `onnx-${preparation.size}-${hash.digest('hex').slice(0, 16)}`;
}

/** @throws AppError `encoder-unusable` */
export async function openOnnxEncoder(source: Omit<OnnxSource, 'sha256' | 'width'>) {
  const { file, output, preparation, weightFiles, packagesFolder } = source;
  const { input, size, layout } = preparation;
  const session = await openOnnxSession({ file, input, output, weightFiles, packagesFolder });
  const dims = layout === 'NCHW' ? [1, 3, size, size] : [1, size, size, 3];
  const fill = createFiller(preparation);
  const embed = async (pixels: Uint8Array): Promise<Float32Array> => {
    if (pixels.length !== size * size * 3)
      throw new RangeError(`an image of ${pixels.length} bytes for an encoder of ${size} pixels square`);
    const result = await session.run({ data: fill(pixels), dims });
    const embedding = poolOutput(result, layout);
    if (embedding !== undefined) return embedding;
    const shape = result.dims.join(', ');
    throw new AppError(
      'encoder-unusable',
      message('onnx-no-encoder', { file, why: message('onnx-output-shape', { output, shape }) }),
    );
  };
  try {
    const { length: width } = await embed(new Uint8Array(size * size * 3).fill(MID_GREY));
    return { width, size, embed, close: () => session.close() };
  } catch (error) {
    session.close();
    throw error;
  }
}

const MID_GREY = 128;

/** Gives the input for an image of bytes [size, size, RGB]; the same array each time. */
function createFiller({ size, layout, isBgr, scale, offset }: ImagePreparation) {
  const places = size * size;
  const input = new Float32Array(places * 3);
  const step = layout === 'NCHW' ? 1 : 3;
  return (pixels: Uint8Array): Float32Array => {
    for (let colour = 0; colour < 3; colour++) {
      const channel = isBgr ? 2 - colour : colour;
      const start = layout === 'NCHW' ? channel * places : channel;
      const [factor, addend] = [scale[colour]!, offset[colour]!];
      for (let place = 0; place < places; place++)
        input[start + place * step] = pixels[place * 3 + colour]! * factor + addend;
    }
    return input;
  };
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files)
    try {
      await pipeline(createReadStream(file), hash, { end: false });
    } catch (cause) {
      const code = systemErrorCode(cause);
      if (code === undefined) throw cause;
      throw new AppError('encoder-unusable', message('onnx-unreadable', { file, code }), { cause });
    }
  return hash.digest('hex');
}
