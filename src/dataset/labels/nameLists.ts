import path from 'node:path';
import * as v from 'valibot';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import { isImageFile } from '../../core/dataset/imageFiles';
import { readInput } from '../../files/openInput';
import { namesInFeatures } from '../formats/huggingface/classNames';

/** Names of classes by their numbers, as one file gives them. */
export interface NameList {
  /** Relative to the dataset. */
  readonly file: string;
  readonly names: ReadonlyMap<string, string>;
}

/** What lists of classes are called, in whichever folder they lie. */
const LISTS =
  /(?:^|\/)(?:(?:class_?names|classes|label_?names|labels|names|id2label|label2id|idx_to_class|class_to_idx|info)\.(?:txt|json|names)|config\.json|dataset_info\.json)$/iu;
/** Under what such files have the list, if not alone. */
const KEYS = ['id2label', 'label2id', 'class_names', 'classes', 'label_names', 'labels', 'names', 'label'];
/** Of a list, not of labels of images. */
const MOST_BYTES = 1 << 22;
/** Of names may be the same: two of the thousand of ImageNet are. A list of labels, one for each image, repeats most. */
const LEAST_DIFFERENT = 0.9;

/** The lists of classes in a dataset, sorted by name; files that are none are passed over. */
export async function readNameLists(root: string, files: readonly string[]): Promise<readonly NameList[]> {
  const lists: NameList[] = [];
  for (const file of files.filter((name) => LISTS.test(name)).sort(compareCodeUnits)) {
    const text = await readInput(path.join(root, file)).then(
      (bytes) => (bytes.length > MOST_BYTES ? '' : bytes.toString('utf8').replace(/^\uFEFF/u, '')),
      () => '', // the numbers serve without names
    );
    const names = /\.json$/iu.test(file) ? namesInJson(parse(text), isOwn(file)) : namesInLines(text);
    if (names !== undefined && names.size > 1) lists.push({ file, names });
  }
  return lists;
}

/** Of settings and the like only what is under one of the keys is meant. */
const isOwn = (file: string): boolean => !/(?:^|\/)(?:config|dataset_info|info)\.json$/iu.test(file);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no list then
  }
}

/** A name a line, in the order of the numbers, or each behind its number. */
function namesInLines(text: string): ReadonlyMap<string, string> | undefined {
  const lines = text.split(/\r\n|\n|\r/u).map((line) => line.trim());
  const named = lines.filter((line) => line !== '').map((line) => /^(\d+)\s*[\s:,;=]\s*(\S.*)$/u.exec(line));
  if (named.length > 0 && named.every((match) => match !== null)) {
    const numbers = new Map(named.map(([, id = '', name = '']) => [String(Number(id)), name]));
    if (numbers.size === named.length) return numbers;
  }
  return ofList(lines);
}

const listSchema = v.array(v.string());
const recordSchema = v.record(v.string(), v.unknown());
/** As ImageNet has them, behind the name of the synset. */
const nameSchema = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.minLength(1),
    v.transform((names) => names.at(-1) ?? ''),
  ),
]);

function namesInJson(value: unknown, isBare: boolean): ReadonlyMap<string, string> | undefined {
  const list = v.safeParse(listSchema, value);
  if (list.success) return isBare ? ofList(list.output) : undefined;
  const record = v.safeParse(recordSchema, value);
  if (!record.success) return undefined;
  const features = [...namesInFeatures(record.output.features).values()];
  if (features.length === 1) return ofList(features[0]!);
  const own = isBare ? ofRecord(record.output) : undefined;
  if (own !== undefined) return own;
  for (const key of KEYS) {
    const names = record.output[key] === undefined ? undefined : namesInJson(record.output[key], true);
    if (names !== undefined) return names;
  }
  return undefined;
}

/** `{"0": "cat"}`, or `{"cat": 0}`. */
function ofRecord(record: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> | undefined {
  const entries = Object.entries(record);
  const byId = new Map<string, string>();
  for (const [key, value] of entries) {
    const name = v.safeParse(nameSchema, value);
    if (/^\d+$/u.test(key) && name.success) byId.set(String(Number(key)), name.output.trim());
    else if (Number.isSafeInteger(value) && !isImageFile(key)) byId.set(String(value), key.trim());
    else return undefined;
  }
  return byId.size === entries.length ? byId : undefined;
}

function ofList(names: readonly string[]): ReadonlyMap<string, string> | undefined {
  const named = names.flatMap((name, id) => (name.trim() === '' ? [] : [[String(id), name.trim()] as const]));
  return new Set(named.map(([, name]) => name)).size < named.length * LEAST_DIFFERENT
    ? undefined
    : new Map(named);
}
