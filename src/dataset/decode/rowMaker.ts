import { compandEmbedding } from '../../core/embedding/compand';
import type { Encoder } from '../../encoder/encoder';
import { decodePixels, type ReadTools } from './decode';
import type { DecodeOutput, EmbeddingOutput, PixelOutput } from './decodeOutput';
import type { EncoderTools } from './encoderTools';
import { encoderView, type ImageView } from './encoderView';

/** Makes the rows of one output, one after the other. */
export interface RowMaker {
  /** @throws when the image cannot be read. */
  look(bytes: Buffer): Promise<ImageView>;
  /** The row of what was seen. @throws what is not the image's fault. */
  toRow(view: ImageView): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What rows are made with. */
export interface RowTools extends ReadTools {
  readonly encoders: Pick<EncoderTools, 'open'>;
}

export function createRowMaker(output: DecodeOutput, tools: RowTools): RowMaker {
  switch (output.kind) {
    case 'pixels':
      return createPixelMaker(output, tools);
    case 'embedding':
      return createEmbeddingMaker(output, tools);
  }
}

const createPixelMaker = (output: PixelOutput, tools: ReadTools): RowMaker => ({
  look: async (bytes) => {
    const { pixels, width, height } = await decodePixels(bytes, output, tools);
    return { squares: [pixels], width, height };
  },
  toRow: ({ squares: [pixels] }) => Promise.resolve(pixels!), // see above
  close: () => Promise.resolve(),
});

/** The encoder is opened for the first image: a thread that has none to embed needs no memory for it. */
function createEmbeddingMaker(
  { encoder: source }: EmbeddingOutput,
  { encoders, ...tools }: RowTools,
): RowMaker {
  let opening: Promise<Encoder> | undefined;
  return {
    look: (bytes) => encoderView(bytes, source.size, tools),
    toRow: async ({ squares }) => {
      const encoder = await (opening ??= encoders.open(source));
      return compandEmbedding(await meanEmbedding(encoder, squares));
    },
    close: async () => (await opening)?.close(),
  };
}

async function meanEmbedding(encoder: Encoder, squares: readonly Uint8Array[]): Promise<Float32Array> {
  const mean = new Float32Array(encoder.width);
  for (const square of squares) {
    const embedding = await encoder.embed(square);
    for (let i = 0; i < mean.length; i++) mean[i]! += embedding[i]! / squares.length;
  }
  return mean;
}
