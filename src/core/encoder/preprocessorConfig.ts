import * as v from 'valibot';
import { AppError } from '../appError';
import type { Immutable } from '../immutable';
import { message } from '../words/message';

const sideSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
const sizeSchema = v.union([
  sideSchema,
  v.object({ height: sideSchema, width: sideSchema }),
  v.object({ shortest_edge: sideSchema }),
]);
/** A number for each of red, green and blue. */
const coloursSchema = v.tuple([v.number(), v.number(), v.number()]);

/** What is read of a `preprocessor_config.json`, as Hugging Face's image processors write it. */
export const preprocessorSchema = v.object({
  size: v.optional(v.nullable(sizeSchema)),
  crop_size: v.optional(v.nullable(sizeSchema)),
  do_center_crop: v.optional(v.nullable(v.boolean())),
  image_mean: v.optional(v.nullable(coloursSchema)),
  image_std: v.optional(v.nullable(coloursSchema)),
  rescale_factor: v.optional(v.nullable(v.number())),
  do_rescale: v.optional(v.nullable(v.boolean())),
  do_normalize: v.optional(v.nullable(v.boolean())),
});
export type PreprocessorConfig = Immutable<v.InferOutput<typeof preprocessorSchema>>;
type ImageSize = v.InferOutput<typeof sizeSchema>;

/** @throws AppError `encoder-unusable` naming the file. */
export function parsePreprocessorConfig(text: string, file: string): PreprocessorConfig {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), preprocessorSchema), text);
  if (read.success) return read.output;
  const [issue] = read.issues;
  const key = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  throw new AppError('encoder-unusable', message('preprocessor-unusable', { file, why: key || 'JSON' }));
}

/** What a model's own metadata say under the names of a `preprocessor_config.json`, as JSON; what does not fit is passed over. */
export function metadataConfig(metadata: ReadonlyMap<string, string>): PreprocessorConfig {
  const entries = Object.entries(preprocessorSchema.entries).flatMap(([key, schema]) => {
    const text = metadata.get(key);
    if (text === undefined) return [];
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    return read.success ? [[key, read.output]] : [];
  });
  return { ...v.parse(preprocessorSchema, Object.fromEntries(entries)), ...pixelRange(metadata) };
}

/** ONNX's own keys (its `docs/MetadataProps.md`): what the values of a pixel are. */
function pixelRange(metadata: ReadonlyMap<string, string>): PreprocessorConfig {
  return PIXEL_RANGES.get(metadata.get('Image.NominalPixelRange') ?? '') ?? {};
}

const PIXEL_RANGES = new Map<string, PreprocessorConfig>([
  ['NominalRange_0_255', { do_rescale: false, do_normalize: false }],
  ['Normalized_0_1', { do_normalize: false }],
  ['Normalized_1_1', { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }],
]);

/** The side in pixels of the square that a model sees; undefined where nothing says, 0 where it is no square. */
export function configuredSize({
  size,
  crop_size: crop,
  do_center_crop: crops,
}: PreprocessorConfig): number | undefined {
  return (crops === false ? undefined : sideOf(crop)) ?? sideOf(size);
}

function sideOf(size: ImageSize | null | undefined): number | undefined {
  if (size === null || size === undefined) return undefined;
  if (typeof size === 'number') return size;
  if ('shortest_edge' in size) return size.shortest_edge;
  return size.height === size.width ? size.height : 0;
}
