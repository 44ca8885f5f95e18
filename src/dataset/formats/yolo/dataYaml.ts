import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import * as v from 'valibot';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';
import { decodeText } from '../../../files/textEncoding';

/** A list of names is smaller. */
const MOST_BYTES = 1 << 22;

/** Called so, it is YOLO's: it may name nothing but classes, and damage is told. */
export const isUsualYaml = (file: string): boolean => /(?:^|\/)data(?:set)?\.ya?ml$/iu.test(file);

const name = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const entries = v.optional(
  v.nullable(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((entry) => [entry].flat()),
    ),
  ),
);
const schema = v.object({
  names: v.union([v.array(name), v.record(v.pipe(v.string(), v.regex(/^\d{1,9}$/u)), name)]),
  path: v.optional(v.nullable(v.string())),
  train: entries,
  val: entries,
  test: entries,
  kpt_shape: v.optional(v.nullable(v.array(v.number()))),
});

/** What a dataset of YOLO says of itself. */
export interface DataYaml {
  /** Relative to the dataset. */
  readonly file: string;
  readonly names: ReadonlyMap<number, string>;
  /** Folder that the entries are relative to. */
  readonly base: string | undefined;
  /** Folders of images, or lists of them, as written; none: all images. */
  readonly entries: readonly string[];
  /** Numbers behind each box. */
  readonly keypoints: number;
}

/** Undefined for a file that says something else. @throws AppError `labels-unreadable` for one that is damaged. */
export async function readDataYaml(root: string, file: string): Promise<DataYaml | undefined> {
  const parsed = v.safeParse(schema, await readYaml(root, file));
  if (!parsed.success) return undefined;
  const { names, path: base, train, val, test, kpt_shape } = parsed.output;
  const all = [train, val, test].flatMap((entry) => entry ?? []);
  if (all.length === 0 && !isUsualYaml(file)) return undefined;
  return {
    file,
    names: new Map(Object.entries(names).map(([id, called]) => [Number(id), called])),
    base: base ?? undefined,
    entries: all,
    keypoints: (kpt_shape ?? [0]).reduce((product, count) => product * count, 1),
  };
}

async function readYaml(root: string, file: string): Promise<unknown> {
  try {
    if ((await stat(path.join(root, file))).size > MOST_BYTES) return undefined;
    return load(decodeText(await readInput(path.join(root, file))), { schema: CORE_SCHEMA });
  } catch (cause) {
    if (cause instanceof YAMLException) {
      const line = `${(cause.mark?.line ?? 0) + 1}`;
      throw new AppError('labels-unreadable', message('yaml-damaged', { file, line, reason: cause.reason }));
    }
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('labels-unreadable', message('class-list-unreadable', { file, code }), { cause });
  }
}
