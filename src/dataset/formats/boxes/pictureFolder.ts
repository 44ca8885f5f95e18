import path from 'node:path';

/** Names looked at to tell the folder. */
export const SAMPLED_NAMES = 50;
/** What a file of annotations may have in common with the name of a folder. */
const SHORTEST_NAME = 3;

/** All folders that images lie in, or below, relative like those; the dataset's own is empty. */
export function foldersOf(images: Iterable<string>): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const image of images)
    for (let slash = image.lastIndexOf('/'); slash > 0; slash = image.lastIndexOf('/', slash - 1)) {
      const folder = image.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

/**
 * The folder that the names of images in a file of annotations are relative to: that in which most of a sample of them exist,
 * among several the file's own, one that the file is named after (`instances_val2017.json`), the dataset's, or `images`. Undefined
 * where there is none, or nobody can tell.
 */
export function pictureFolder(options: {
  /** Of annotations, relative to the dataset. */
  readonly file: string;
  readonly names: readonly string[];
  readonly images: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}): string | undefined {
  const { file, names, images, folders } = options;
  const step = Math.max(1, Math.floor(names.length / SAMPLED_NAMES));
  const sample = names.filter((_, at) => at % step === 0).slice(0, SAMPLED_NAMES);
  let best: { folder: string; hits: number; rank: number; isShared: boolean } | undefined;
  for (const folder of folders) {
    const hits = sample.filter((name) => images.has(nameIn(folder, name))).length;
    if (hits === 0) continue;
    const rank = rankOf(folder, file);
    const order = best === undefined ? 1 : hits - best.hits || best.rank - rank;
    if (order > 0) best = { folder, hits, rank, isShared: false };
    else if (order === 0 && best !== undefined) best.isShared = true;
  }
  return best?.isShared === false ? best.folder : undefined;
}

/** The path of a picture that is called so in a folder; `..` may lead outside, where no image of the dataset is. */
export const nameIn = (folder: string, name: string): string =>
  path.posix.join(folder, name.replaceAll('\\', '/'));

/** The lower, the likelier. */
function rankOf(folder: string, file: string): number {
  const own = path.posix.dirname(file).replace(/^\.$/u, '');
  if (folder === own) return 0;
  if (folder === nameIn(own, 'images')) return 1;
  const stem = path.posix.basename(file, path.posix.extname(file)).toLowerCase();
  const parts = folder.toLowerCase().split('/');
  if (parts.some((part) => isNamedIn(part, stem))) return 2;
  if (folder === '') return 3;
  return parts.includes('images') ? 4 : 5;
}

const isNamedIn = (part: string, stem: string): boolean =>
  part.length >= SHORTEST_NAME &&
  (stem === part || stem.endsWith(`_${part}`) || stem.split(/[\s_.-]+/u).includes(part));
