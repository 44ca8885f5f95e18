import { compareCodeUnits } from '../compareCodeUnits';

/** Names of the folders that datasets are split into for training and for judging models, with what is put before and behind. */
const SPLIT_NAME = new RegExp(
  [
    /^(?:(?:images?|imgs?|data|dataset|set|split)[\s_.-]*)?/,
    /(?:train(?:ing)?|trn|val(?:id(?:ation)?)?|dev|test(?:ing)?|tst|eval(?:uation)?|hold[\s_-]?out)/,
    /(?:[\s_.-]*(?:set|data|dataset|images?|imgs?|split|full|small|new|clean|final|v?\d+))*$/,
  ]
    .map(({ source }) => source)
    .join(''),
  'iu',
);
const FOLD_NAME = /^(?:k?fold|cv|split)[\s_.-]*\d+$/iu;
/** Counted parts: of a dataset, or of a machine whose parts are the classes. */
const PART_NAME = /^(?:part|batch|subset|set|chunk|shard|group|session|day|run)[\s_.-]*\d+$/iu;

/** Whether folders of this name usually hold a part of a dataset, of all its classes. */
export const isSplitName = (name: string): boolean => SPLIT_NAME.test(name) || FOLD_NAME.test(name);

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
