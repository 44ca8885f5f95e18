import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { message, type Message } from '../core/words/message';
import { fitTogether, weightCount, type Layer, type LayerShape } from './layer';

const channels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));
const common = { outputs: channels, activation: v.picklist(['relu6', 'none']) };

const layerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('convolution'),
    kernel: v.literal(3),
    stride: v.literal(2),
    inputs: v.literal(3),
    ...common,
  }),
  v.object({
    kind: v.literal('depthwise'),
    kernel: v.picklist([3, 5]),
    stride: v.picklist([1, 2]),
    inputs: channels,
    ...common,
  }),
  v.object({
    kind: v.literal('pointwise'),
    kernel: v.literal(1),
    stride: v.literal(1),
    inputs: channels,
    residual: v.optional(v.boolean()),
    embedded: v.optional(v.boolean()),
    ...common,
  }),
]);

/** `NAME.json`, as scripts/encoder/makeEncoder.py writes it. */
const descriptionSchema = v.object({
  name: v.string(),
  title: v.string(),
  trainedOn: v.string(),
  licence: v.string(),
  /** The numbers of an embedding. */
  features: channels,
  /** Of `NAME.bin`. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  layers: v.array(layerSchema),
});

export interface EncoderDescription {
  readonly title: string;
  /** The dataset whose images it knows. */
  readonly trainedOn: string;
  readonly licence: string;
  readonly features: number;
  readonly sha256: string;
  readonly layers: readonly LayerShape[];
}

/** @throws AppError `encoder-unusable` */
export async function readDescription(folder: string, name: string): Promise<EncoderDescription> {
  const file = path.join(folder, `${name}.json`);
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), descriptionSchema),
    (await readBytes(file)).toString('utf8'),
  );
  if (!parsed.success) throw damaged(file, message('encoder-no-description'));
  const { layers, features } = parsed.output;
  if (!fitTogether(layers) || layers.at(-1)?.outputs !== features)
    throw damaged(file, message('encoder-odd-layers'));
  return parsed.output;
}

/** The layers with their weights, of `NAME.bin`. @throws AppError `encoder-unusable` */
export async function readLayers(
  folder: string,
  name: string,
  { layers, sha256 }: EncoderDescription,
): Promise<Layer[]> {
  const file = path.join(folder, `${name}.bin`);
  const content = await readBytes(file);
  const expected = layers.reduce((sum, layer) => sum + layerBytes(layer), 0);
  if (content.length !== expected)
    throw damaged(file, message('encoder-wrong-length', { length: content.length, expected }));
  if (createHash('sha256').update(content).digest('hex') !== sha256)
    throw damaged(file, message('encoder-wrong-checksum', { file: `${name}.json` }));
  // A buffer of its own, for small files lie somewhere in a shared one.
  return cutLayers(layers, Uint8Array.from(content).buffer);
}

function cutLayers(layers: readonly LayerShape[], content: ArrayBuffer): Layer[] {
  let at = 0;
  return layers.map((layer) => {
    const scales = at + paddedCount(layer);
    const biases = scales + 4 * layer.outputs;
    const weights = new Int8Array(content, at, weightCount(layer));
    at += layerBytes(layer);
    return {
      ...layer,
      weights,
      scales: new Float32Array(content, scales, layer.outputs),
      biases: new Float32Array(content, biases, layer.outputs),
    };
  });
}

const paddedCount = (layer: LayerShape): number => Math.ceil(weightCount(layer) / 4) * 4;
const layerBytes = (layer: LayerShape): number => paddedCount(layer) + 8 * layer.outputs;

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('encoder-unusable', message('encoder-file-missing', { file, code }), { cause });
  }
}

const damaged = (file: string, why: Message): AppError =>
  new AppError('encoder-unusable', message('encoder-file-damaged', { file, why }));
