import { compareCodeUnits } from '../../compareCodeUnits';
import { listed } from '../../words/listed';
import { message, type Message } from '../../words/message';
import { isPartName, isSplitName, splitNames } from '../splits';

/** Which folders of a dataset are its classes. */
export interface FolderLayout {
  /** Folders whose subfolders are the classes, sorted by code unit; none where the top-level folders are. */
  readonly splits: readonly string[];
  /** Splits that hold bare images only: nothing says what those show. */
  readonly withoutClasses: readonly string[];
  /** What was taken for what, where it could be otherwise. */
  readonly warnings: readonly Message[];
}

/** A folder that has images in it or below. */
interface Folder {
  readonly path: string;
  readonly name: string;
  readonly folders: Map<string, Folder>;
  images: number;
}

/**
 * Tells whether the folders below the dataset are its classes or splits of it (`train`, `test1`, `fold_3`). Two that are named like
 * splits are, whose subfolders are classes or where one has them; others beside them are when they have the same
 * subfolders. Splits may lie deeper, in folders with nothing else, and in a folder of their own name (`train/train/…`).
 */
export function readFolderLayout(paths: Iterable<string>): FolderLayout {
  const root = toTree(paths);
  const level = splitLevel(root);
  if (level !== undefined) return level;
  const children = [...root.folders.values()];
  return levelBelow(children) ?? { splits: [], withoutClasses: [], warnings: doubts(children) };
}

/** Of `dataset/train/…` or `ILSVRC/Data/CLS-LOC/train/…`, or of `v1/train/…` and `v2/train/…`; not of `cat/train/…`, where splits lie in the classes. */
function levelBelow(children: readonly Folder[]): FolderLayout | undefined {
  const [only, ...others] = children;
  if (only === undefined) return undefined;
  if (others.length === 0) return splitLevel(only) ?? levelBelow([...only.folders.values()]);
  const found = children.map(splitLevel).filter((layout) => layout !== undefined);
  if (found.length < children.length) return undefined;
  if (found.some(({ splits }) => splits.length === 0)) return undefined;
  const splits = found.flatMap((layout) => layout.splits).sort(compareCodeUnits);
  const deeper = message('folders-taken-for-splits', { folders: listed(splits) });
  return { splits, withoutClasses: [], warnings: [deeper, ...found.flatMap(({ warnings }) => warnings)] };
}

function toTree(paths: Iterable<string>): Folder {
  const root: Folder = { path: '', name: '', folders: new Map(), images: 0 };
  for (const image of paths) {
    let folder = root;
    for (let start = 0, slash = image.indexOf('/'); slash >= 0; slash = image.indexOf('/', start)) {
      const name = image.slice(start, slash);
      let inner = folder.folders.get(name);
      if (inner === undefined) {
        inner = { path: image.slice(0, slash), name, folders: new Map(), images: 0 };
        folder.folders.set(name, inner);
      }
      folder = inner;
      start = slash + 1;
      folder.images++;
    }
  }
  return root;
}

/** The layout of a folder of splits; undefined for any other. */
function splitLevel(parent: Folder): FolderLayout | undefined {
  const children = [...parent.folders.values()].map(innermost);
  const names = new Set(splitNames(children.map(({ name }) => name)));
  const named = children.filter(({ name }) => names.has(name));
  const classes = new Set(named.flatMap(subfolderNames));
  const isLikeThem = (folder: Folder) => {
    const names = subfolderNames(folder);
    return names.length > 0 && 2 * names.filter((name) => classes.has(name)).length >= names.length;
  };
  const others = children.filter((folder) => !named.includes(folder));
  const alike = others.filter((folder) => classes.size >= 2 && isLikeThem(folder));
  if (named.length === 0 || named.length + alike.length < 2) return undefined;
  if (classes.size < 2)
    return others.length > 1 ? undefined : { splits: [], withoutClasses: sortedPaths(named), warnings: [] };
  const all = [...named, ...alike];
  const isOutside = (folder: Folder) => folder.folders.size === 0 || isStray(folder, all);
  return {
    splits: sortedPaths(all.filter((folder) => !isStray(folder, all))),
    withoutClasses: [],
    warnings: [
      ...(alike.length === 0
        ? []
        : [message('folders-taken-for-splits', { folders: listed(sortedPaths(alike)) })]),
      ...all
        .filter(isOutside)
        .map(({ path, images }) => message('split-without-classes', { folder: path, images })),
      ...others
        .filter((folder) => !alike.includes(folder))
        .map(({ path, images }) => message('folder-beside-splits', { folder: path, images })),
    ],
  };
}

/** Of `test/images/…`: one subfolder that no split with classes has is no class. */
function isStray(folder: Folder, splits: readonly Folder[]): boolean {
  const [name, ...more] = folder.folders.keys();
  if (name === undefined || more.length > 0) return false;
  const others = splits.filter((split) => split !== folder);
  const withClasses = others.filter((split) => split.folders.size >= 2);
  const having = (isPartName(name) ? withClasses : others).filter((split) => split.folders.has(name));
  return withClasses.length > 0 && having.length === 0;
}

/** Of `train/train/…`, the inner one. */
function innermost(folder: Folder): Folder {
  const [inner, ...others] = folder.folders.values();
  if (inner === undefined || others.length > 0 || inner.images !== folder.images) return folder;
  const isDoubled = inner.name === folder.name || (isSplitName(folder.name) && isSplitName(inner.name));
  return isDoubled ? innermost(inner) : folder;
}

/** What may be wrong with taking the top-level folders for classes. */
function doubts(children: readonly Folder[]): readonly Message[] {
  const like = children.filter(({ name }) => isSplitName(name));
  const parts = children.filter(({ name }) => isPartName(name));
  const [first, ...others] = children;
  const shared = subfolderNames(first).filter((name) => others.every((other) => other.folders.has(name)));
  const isSame = shared.length >= 2 && children.every((folder) => folder.folders.size === shared.length);
  const folders = listed(sortedPaths(children));
  if (others.length > 0 && isSame && !shared.some(isSplitName))
    return [message('folders-alike-inside', { folders, inside: listed(shared) })];
  if (parts.length === children.length && others.length > 0)
    return [message('classes-named-like-parts', { folders })];
  return like.map((folder) =>
    folder.folders.size >= 2
      ? message('class-holding-classes', { folder: folder.path, classes: listed(subfolderNames(folder)) })
      : message('class-named-like-split', { folder: folder.path }),
  );
}

const subfolderNames = (folder: Folder | undefined): readonly string[] =>
  [...(folder?.folders.keys() ?? [])].sort(compareCodeUnits);
const sortedPaths = (folders: readonly Folder[]): string[] =>
  folders.map(({ path }) => path).sort(compareCodeUnits);
