import path from 'node:path';
import * as v from 'valibot';
import { message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';
import type { LabelValue } from '../archives/labelValue';

/** Names of classes by their number, for each column that has some. */
export type ClassNames = ReadonlyMap<string, readonly string[]>;

const featuresSchema = v.record(v.string(), v.unknown());
const classLabelSchema = v.object({ _type: v.literal('ClassLabel'), names: v.array(v.string()) });

/** The names that the features of `datasets` give to numbers. */
export function namesInFeatures(features: unknown): ClassNames {
  const names = new Map<string, readonly string[]>();
  const parsed = v.safeParse(featuresSchema, features);
  for (const [column, feature] of Object.entries(parsed.success ? parsed.output : {})) {
    const label = v.safeParse(classLabelSchema, feature);
    if (label.success) names.set(column, label.output.names);
  }
  return names;
}

/** Those in `dataset_info.json`, or in the only part of `dataset_infos.json`; none where neither is there or says any. */
export async function readClassNames(root: string, files: readonly string[]): Promise<ClassNames> {
  return (await findClassNames(root, files))?.names ?? new Map<string, readonly string[]>();
}

/** Which file says them. */
export interface FoundClassNames {
  readonly names: ClassNames;
  /** Relative to the dataset. */
  readonly file: string;
  /** Where in it its `features` stand. */
  readonly features: readonly string[];
}

export async function findClassNames(
  root: string,
  files: readonly string[],
): Promise<FoundClassNames | undefined> {
  for (const file of files) {
    if (!/(?:^|\/)dataset_infos?\.json$/u.test(file)) continue;
    const info = await readJson(path.join(root, file));
    const isOfSeveral = file.endsWith('infos.json') && typeof info === 'object';
    const infos: readonly (readonly [readonly string[], unknown])[] = isOfSeveral
      ? Object.entries(info ?? {}).map(([key, part]) => [[key], part])
      : [[[], info]];
    for (const [place, part] of infos) {
      const parsed = v.safeParse(v.object({ features: featuresSchema }), part);
      const names = namesInFeatures(parsed.success ? parsed.output.features : undefined);
      if (names.size > 0) return { names, file, features: [...place, 'features'] };
    }
  }
  return undefined;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readInput(file)).toString('utf8'));
  } catch {
    return undefined; // the numbers serve without names
  }
}

/** The name of the class that a label is the number of. */
export function nameOfClass({ label, why }: LabelValue, names: readonly string[] | undefined): LabelValue {
  if (names === undefined || label === undefined || !/^-?\d+$/u.test(label))
    return { ...(label === undefined ? {} : { label }), ...(why && { why }) };
  const number = Number(label);
  if (number === -1) return {}; // as `datasets` writes where there is no label
  const name = names[number];
  return name === undefined ? { why: message('label-without-name', { label }) } : { label: name };
}
