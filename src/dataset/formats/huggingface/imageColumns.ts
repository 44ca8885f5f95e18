import * as v from 'valibot';
import { isLabelColumnName, normalizeColumnName } from '../../../core/dataset/columnNames';
import { namesInFeatures, type ClassNames } from './classNames';
import type { ParquetFile } from './parquetFile';

/** Which columns of a shard hold the images and their labels. */
export interface ImageColumns {
  readonly image: string;
  readonly label: string;
  /** Of the numbers in the label column. */
  readonly names: readonly string[] | undefined;
}

const infoSchema = v.object({ info: v.object({ features: v.record(v.string(), v.unknown()) }) });
const kindSchema = v.object({ _type: v.string() });

/**
 * The image column, a pair of bytes and path, and the label column: the one called so, else the only one whose numbers have names, or that
 * is called like labels. Undefined where one is missing.
 */
export function imageColumns({ columns, notes }: ParquetFile): ImageColumns | undefined {
  const features = featuresOf(notes.get('huggingface'));
  const kindOf = (name: string) => {
    const parsed = v.safeParse(kindSchema, features?.[name]);
    return parsed.success ? parsed.output._type : undefined;
  };
  const image = columns.find(
    ({ name, inner }) =>
      inner.includes('bytes') && (features === undefined ? inner.includes('path') : kindOf(name) === 'Image'),
  )?.name;
  const names: ClassNames = namesInFeatures(features);
  const others = columns
    .filter(({ name, inner }) => name !== image && inner.length === 0)
    .map(({ name }) => name);
  const label =
    others.find((name) => normalizeColumnName(name) === 'label') ??
    onlyOne(others.filter((name) => names.has(name))) ??
    onlyOne(others.filter(isLabelColumnName));
  if (image === undefined || label === undefined) return undefined;
  return { image, label, names: names.get(label) };
}

const onlyOne = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined);

function featuresOf(note: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (note === undefined) return undefined;
  try {
    const parsed = v.safeParse(infoSchema, JSON.parse(note));
    return parsed.success ? parsed.output.info.features : undefined;
  } catch {
    return undefined; // then the columns say it by themselves
  }
}
