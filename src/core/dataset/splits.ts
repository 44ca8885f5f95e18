import { compareCodeUnits } from '../compareCodeUnits';

/** Names of the folders that datasets are split into for training and for judging models, with what is put before and behind. */
const SPLIT_NAME = new RegExp(
  [
    /^(?:\d+[\s_.-]+)?(?:(?:images?|imgs?|data|dataset|set|split|public|private)[\s_.-]*)?/,
    /(?:train[\s_+-]?val(?:idation)?|train(?:ing)?|trn|val(?:id(?:ation)?)?|dev|test(?:ing)?|tst|eval(?:uation)?|hold[\s_-]?out|unlabell?ed|inference|query|gallery)/,
    /(?:[\s_.-]*(?:set|data|dataset|images?|imgs?|split|full|simple|small|new|clean|final|v?\d+))*$/,
  ]
    .map(({ source }) => source)
    .join(''),
  'iu',
);
const FOLD_NAME = /^(?:k?fold|cv|split)[\s_.-]*\d+$/iu;
/** Counted parts: of a dataset, or of a machine whose parts are the classes. */
const PART_NAME =
  /^(?:voc\d{4}|(?:part|batch|subset|set|chunk|shard|group|session|day|run)[\s_.-]*\d+|(?:jpeg)?(?:images?|imgs?|masks?|labels?|annotations?|segmentation(?:class|object)?|thumb(?:nail)?s?))$/iu;

/** Whether folders of this name usually hold a part of a dataset, of all its classes. */
export const isSplitName = (name: string): boolean => SPLIT_NAME.test(name) || FOLD_NAME.test(name);

/** What a part of a dataset is for, as one word of a name. */
const ROLE = /^(train|val|test|eval|dev|holdout|pred)(?:ing|id|idation|uation|ict)?\d*$/u;

/**
 * The names that are splits: by themselves, or as they differ from others in nothing but the word that says what the part
 * is for, first or last: `seg_train` beside `seg_test`, and not `blood test` beside `eye test`.
 */
export function splitNames(names: readonly string[]): readonly string[] {
  const rolesByRest = new Map<string, Set<string>>();
  const parts = new Map(names.map((name) => [name, splitRole(name)]));
  for (const { role, rest } of parts.values())
    if (role !== undefined) rolesByRest.set(rest, (rolesByRest.get(rest) ?? new Set()).add(role));
  return names.filter((name) => {
    const { role, rest } = splitRole(name);
    return isSplitName(name) || (role !== undefined && (rolesByRest.get(rest)?.size ?? 0) > 1);
  });
}

function splitRole(name: string): { readonly role?: string | undefined; readonly rest: string } {
  const words = name.toLowerCase().split(/[\s_.-]+/u);
  for (const at of [0, words.length - 1]) {
    const role = ROLE.exec(words[at]!)?.[1];
    if (role !== undefined) return { role, rest: words.filter((_, other) => other !== at).join(' ') };
  }
  return { rest: name };
}

/** Whether folders of this name may be parts of a dataset, and may as well be classes. */
export const isPartName = (name: string): boolean => PART_NAME.test(name);

/**
 * The top-level folders among `paths` (`/`-separated) that are splits, sorted by code unit; none where fewer than two
 * have such a name: a dataset of vehicles may have a class "train".
 */
export function findSplits(paths: Iterable<string>): string[] {
  const names = new Map<string, boolean>();
  for (const image of paths) {
    const slash = image.indexOf('/');
    const name = image.slice(0, Math.max(slash, 0));
    if (!names.has(name)) names.set(name, isSplitName(name));
  }
  const found = [...names.keys()].filter((name) => names.get(name) === true);
  return found.length < 2 ? [] : found.sort(compareCodeUnits);
}

/** The split that an image lies in, one of `splits`; undefined for none. */
export function splitOf(imagePath: string, splits: readonly string[]): string | undefined {
  return splits.find((split) => imagePath.startsWith(`${split}/`));
}

/** The class folder of an image, below its split where there are splits; undefined for an image outside of any. */
export function classFolderOf(imagePath: string, splits: readonly string[]): string | undefined {
  const split = splits.length === 0 ? '' : splitOf(imagePath, splits);
  if (split === undefined) return undefined;
  const [name, file] = imagePath.slice(split === '' ? 0 : split.length + 1).split('/', 2);
  return file === undefined ? undefined : name;
}
