import { AppError } from '../appError';
import { message, type Message } from '../words/message';
import { ONNX_FLOAT, onnxTypeName, type OnnxModel, type OnnxTensor } from './onnxModel';
import { configuredSize, metadataConfig, type PreprocessorConfig } from './preprocessorConfig';

/** How an image of bytes becomes the input of a model: data, to be sent to threads. */
export interface ImagePreparation {
  /** The name of the input. */
  readonly input: string;
  /** Rows and columns of an image. */
  readonly size: number;
  /** Whether the input is [1, 3, size, size] or [1, size, size, 3]. */
  readonly layout: 'NCHW' | 'NHWC';
  /** Blue before green before red. */
  readonly isBgr: boolean;
  /** An input is `byte · scale + offset`, for red, green and blue. */
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
}

/** What nothing said of a model, and was assumed. */
export type Assumption = 'size' | 'normalization' | 'layout';

/** Of ImageNet's images, in which most models are normalized. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_STD = [0.229, 0.224, 0.225] as const;
/** Usual where models do not say. */
const USUAL_SIZE = 224;
const LARGEST_SIZE = 1024;
const SMALLEST_SIZE = 8;

/**
 * How images are to be prepared for a model: by what it says itself, else by the configuration beside it, else as most
 * models want it. @throws AppError `encoder-unusable` for a model that does not take one colour image.
 */
export function prepareImages(
  file: string,
  model: OnnxModel,
  config?: PreprocessorConfig,
): { readonly preparation: ImagePreparation; readonly assumed: readonly Assumption[] } {
  const refuse = (why: Message) =>
    new AppError('encoder-unusable', message('onnx-no-encoder', { file, why }));
  const input = onlyInput(model, refuse);
  const own = metadataConfig(model.metadata);
  const merged = { ...config, ...own };
  const { isSaid, layout, rows, columns } = layoutOf(input, refuse);
  if (rows !== undefined && columns !== undefined && rows !== columns)
    throw refuse(message('onnx-not-square', { height: `${rows}`, width: `${columns}` }));
  const known = rows ?? columns ?? configuredSize(merged);
  if (known !== undefined && (known < SMALLEST_SIZE || known > LARGEST_SIZE))
    throw refuse(message('onnx-size', { size: `${known}`, largest: `${LARGEST_SIZE}` }));
  const values = valuesOf(merged);
  if (values.scale.some((each) => !Number.isFinite(each))) throw refuse(message('onnx-std-zero'));
  const assumed: Assumption[] = [];
  if (known === undefined) assumed.push('size');
  if (values.isAssumed) assumed.push('normalization');
  // Models with such a configuration have the colours first.
  if (!isSaid && config === undefined) assumed.push('layout');
  const isBgr = model.metadata.get('Image.BitmapPixelFormat') === 'Bgr8';
  const { scale, offset } = values;
  return {
    preparation: { input: input.name, size: known ?? USUAL_SIZE, layout, isBgr, scale, offset },
    assumed,
  };
}

type Refuse = (why: Message) => AppError;

function onlyInput({ inputs }: OnnxModel, refuse: Refuse): OnnxTensor {
  const [input, ...others] = inputs;
  if (input === undefined) throw refuse(message('onnx-no-input'));
  if (others.length > 0)
    throw refuse(message('onnx-several-inputs', { inputs: { list: inputs.map(({ name }) => name) } }));
  if (input.elementType !== ONNX_FLOAT)
    throw refuse(message('onnx-input-type', { input: input.name, type: onnxTypeName(input.elementType) }));
  return input;
}

interface InputLayout extends Pick<ImagePreparation, 'layout'> {
  /** Whether the shape tells it. */
  readonly isSaid: boolean;
  readonly rows: number | undefined;
  readonly columns: number | undefined;
}

function layoutOf({ name, shape }: OnnxTensor, refuse: Refuse): InputLayout {
  if (shape === undefined) return { isSaid: false, layout: 'NCHW', rows: undefined, columns: undefined };
  const text = shape.map((size) => size ?? '?').join(', ');
  if (shape.length !== 4) throw refuse(message('onnx-input-shape', { input: name, shape: text }));
  const [batch, second, third, last] = shape;
  if (batch !== undefined && batch !== 1) throw refuse(message('onnx-fixed-batch', { batch: `${batch}` }));
  if (second === 3) return { isSaid: true, layout: 'NCHW', rows: third, columns: last };
  if (last === 3) return { isSaid: true, layout: 'NHWC', rows: second, columns: third };
  if (second !== undefined && last !== undefined)
    throw refuse(message('onnx-input-shape', { input: name, shape: text }));
  return second === undefined
    ? { isSaid: false, layout: 'NCHW', rows: third, columns: last }
    : { isSaid: false, layout: 'NHWC', rows: second, columns: third };
}

function valuesOf(config: PreprocessorConfig) {
  const { image_mean: mean, image_std: std, rescale_factor: factor } = config;
  const rescale = config.do_rescale === false ? 1 : (factor ?? 1 / 255);
  const isPlain = config.do_normalize === false;
  const isAssumed = !isPlain && (!mean || !std);
  const means = isPlain ? ([0, 0, 0] as const) : (mean ?? IMAGENET_MEAN);
  const stds = isPlain ? ([1, 1, 1] as const) : (std ?? IMAGENET_STD);
  const [a, b, c] = stds;
  return {
    isAssumed,
    scale: [rescale / a, rescale / b, rescale / c] as const,
    offset: [-means[0] / a, -means[1] / b, -means[2] / c] as const,
  };
}

/** A sentence for what was assumed of a model; undefined where it said everything. */
export function assumptionWarning(
  file: string,
  { size }: ImagePreparation,
  assumed: readonly Assumption[],
): Message | undefined {
  if (assumed.length === 0) return undefined;
  return message(assumed.includes('normalization') ? 'onnx-assumed-values' : 'onnx-assumed-form', {
    file,
    size: `${size}`,
  });
}

/** The output that is the embedding: one with a name that says so, else the first of numbers. @throws AppError `encoder-unusable`. */
export function embeddingOutput(file: string, { outputs }: OnnxModel): string {
  const floats = outputs.filter(({ elementType }) => elementType === ONNX_FLOAT);
  const named = POOLED_OUTPUTS.map((wanted) => floats.find(({ name }) => name === wanted)).find(Boolean);
  const output = named ?? floats[0];
  if (output !== undefined) return output.name;
  const types = outputs.map(({ name, elementType }) => `${name}: ${onnxTypeName(elementType)}`);
  throw new AppError(
    'encoder-unusable',
    message('onnx-no-encoder', { file, why: message('onnx-output-type', { outputs: { list: types } }) }),
  );
}

/** One vector an image, as the exports of Hugging Face name it. */
const POOLED_OUTPUTS = ['image_embeds', 'pooler_output'];
