import { compareCodeUnits } from '../compareCodeUnits';

/** Names, in lower case, of the folders that datasets are split into for training and for judging models. */
const SPLIT_NAMES: ReadonlySet<string> = new Set([
  'train',
  'training',
  'val',
  'valid',
  'validation',
  'dev',
  'test',
  'testing',
  'eval',
  'evaluation',
]);

/**
 * The top-level folders among `paths` (`/`-separated) that are splits, sorted by code unit; none where fewer than two
 * have such a name: a dataset of vehicles may have a class "train".
 */
export function findSplits(paths: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const image of paths) {
    const slash = image.indexOf('/');
    if (slash > 0 && SPLIT_NAMES.has(image.slice(0, slash).toLowerCase())) found.add(image.slice(0, slash));
  }
  return found.size < 2 ? [] : [...found].sort(compareCodeUnits);
}

/**
 * The splits of a dataset of class folders, `split/class/…`; none where the top-level folders are the classes. What tells
 * it: a class that two splits have, or a split of bare images beside one of classes.
 */
export function findSplitsOfClasses(paths: readonly string[]): string[] {
  const splits = findSplits(paths);
  const classesOf = new Map(splits.map((split) => [split, new Set<string>()]));
  for (const image of paths) {
    const [split, name, file] = image.split('/', 3);
    if (file !== undefined) classesOf.get(split!)?.add(name!);
  }
  const classes = [...classesOf.values()].flatMap((names) => [...names]);
  const distinct = new Set(classes);
  const isShared = distinct.size < classes.length;
  const isBare = [...classesOf.values()].some((names) => names.size === 0);
  return distinct.size >= 2 && (isShared || isBare) ? splits : [];
}

/** The split that an image lies in, one of `splits`; undefined for none. */
export function splitOf(imagePath: string, splits: readonly string[]): string | undefined {
  return splits.find((split) => imagePath.startsWith(`${split}/`));
}

/** The class folder of an image, below its split where there are splits; undefined for an image outside of any. */
export function classFolderOf(imagePath: string, splits: readonly string[]): string | undefined {
  const folders = imagePath.split('/').slice(0, -1);
  if (splits.length === 0) return folders[0];
  return splits.includes(folders[0] ?? '') ? folders[1] : undefined;
}
