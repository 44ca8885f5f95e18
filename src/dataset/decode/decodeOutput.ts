import { bytesPerImage } from '../../core/dataset/pixels/bytesPerImage';
import type { ImageShape } from '../../core/dataset/dataset';
import type { EncoderSource } from '../../encoder/encoder';
import { embeddingCacheName, pixelCacheName } from '../cache/cacheNames';
import type { RowForm } from '../cache/rowCache';
import type { EncoderTools } from './encoderTools';

/** What is made of an image, a row of bytes: a square of pixels, or what an encoder says of it. */
export type DecodeOutput = PixelOutput | EmbeddingOutput;

export interface PixelOutput {
  readonly kind: 'pixels';
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
}

/** The numbers of an embedding as `compandEmbedding` writes them. */
export interface EmbeddingOutput {
  readonly kind: 'embedding';
  readonly encoder: EncoderSource;
}

/** An output, and what its rows look like. */
export interface OutputForm extends RowForm {
  readonly output: DecodeOutput;
  /** Of a row as others see it: an embedding is a grey image of height 1. */
  readonly shape: ImageShape;
  /** Changes with how the rows are made. */
  readonly key: string;
}

/** @throws what the encoder says where it cannot be used. */
export async function describeOutput(
  output: DecodeOutput,
  { describe }: Pick<EncoderTools, 'describe'>,
): Promise<OutputForm> {
  switch (output.kind) {
    case 'pixels': {
      const { size, channels } = output;
      const shape = { height: size, width: size, channels };
      const name = pixelCacheName(output);
      return { output, shape, name, bytesPerRow: bytesPerImage(shape), key: `${size} ${channels}` };
    }
    case 'embedding': {
      const { id, width } = await describe(output.encoder);
      const shape = { height: 1, width, channels: 1 } as const;
      const name = embeddingCacheName(id);
      return { output, shape, name, bytesPerRow: bytesPerImage(shape), key: `embedding ${id}` };
    }
  }
}
