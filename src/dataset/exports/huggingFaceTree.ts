import { stringify } from 'csv-stringify/sync';
import { splitOf } from '../../core/dataset/splits';
import { keptImages, type ExportedImage } from './exportedImage';
import { flatName, freeName, type TreePlan } from './treePlan';

/**
 * Names of folders and files that `datasets` takes for splits (datasets 5.2.0, `SPLIT_KEYWORDS` of `data_files.py`), and those that it
 * passes over.
 */
const SPECIAL_NAME =
  /^\.|^__|(?:^|[-._ 0-9])(?:train|training|validation|valid|dev|val|test|testing|eval|evaluation)(?:[-._ 0-9]|$)/u;
/** What pandas takes for no text in a CSV, besides numbers: `STR_NA_VALUES`, truth, infinity. */
const NO_TEXT_IN_CSV =
  /^(?:#n\/a(?: n\/a)?|#na|<na>|n\/a|na|null|none|[+-]?(?:nan|1\.#ind|1\.#qnan|inf|infinity)|true|false)$/iu;

interface Placed {
  /** Empty: of the whole dataset. */
  readonly split: string;
  /** Below the split. */
  readonly name: string;
  readonly label: string;
}

/**
 * Pictures where they were, and `metadata` for each split as Hugging Face's image folders have it: `datasets` finds it only in the
 * folder of a split. Where another name in a path would mean something to it, all pictures of a split lie in one folder.
 */
export function huggingFaceTree(images: readonly ExportedImage[], splits: readonly string[]): TreePlan {
  const kept = [...keptImages(images)];
  const splitPaths = kept.map(({ path: image }) => splitOf(image, splits) ?? '');
  const isUnclear = kept.some(({ path: image }, index) =>
    below(splitPaths[index]!, image)
      .split('/')
      .some((part) => SPECIAL_NAME.test(part)),
  );
  const taken = new Set<string>();
  const copies = new Map<string, string>();
  const placed = kept.map(({ path: image, label }, index): Placed => {
    const split = splitPaths[index]!;
    const folder = split === '' && isUnclear ? 'train' : split;
    const name = below(split, image);
    const to = isUnclear ? freeName(join(folder, flatName(name)), taken) : join(folder, name);
    copies.set(to, image);
    return { split: folder, name: below(folder, to), label };
  });
  return { copies, texts: metadataTexts(placed) };
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
const below = (folder: string, file: string): string =>
  folder === '' ? file : file.slice(folder.length + 1);

/** CSV, or JSON where labels in a CSV would be taken for something else. */
function metadataTexts(placed: readonly Placed[]): ReadonlyMap<string, string> {
  const isCsv = areTextsInCsv(new Set(placed.map(({ label }) => label)));
  const ofSplit = new Map<string, Placed[]>();
  for (const image of placed) {
    const others = ofSplit.get(image.split);
    if (others === undefined) ofSplit.set(image.split, [image]);
    else others.push(image);
  }
  const file = isCsv ? 'metadata.csv' : 'metadata.jsonl';
  return new Map(
    Array.from(ofSplit, ([split, rows]) => [join(split, file), isCsv ? csvOf(rows) : jsonLinesOf(rows)]),
  );
}

/** Not marked like tables for spreadsheets: nobody would take the marks off. */
const csvOf = (rows: readonly Placed[]): string =>
  stringify([['file_name', 'label'], ...rows.map(({ name, label }) => [name, label])]);

const jsonLinesOf = (rows: readonly Placed[]): string =>
  rows.map(({ name, label }) => `${JSON.stringify({ file_name: name, label })}\n`).join('');

/** Whole numbers may be numbers, if all are. */
function areTextsInCsv(labels: ReadonlySet<string>): boolean {
  const all = [...labels];
  if (all.every((label) => /^(?:0|[1-9]\d{0,14})$/u.test(label))) return true;
  return all.every((label) => Number.isNaN(Number(label)) && !NO_TEXT_IN_CSV.test(label));
}
