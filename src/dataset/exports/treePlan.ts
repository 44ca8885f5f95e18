import path from 'node:path';
import { AppError } from '../../core/appError';
import { isFolderName } from '../../core/dataset/folders/folderName';
import { sortClasses } from '../../core/dataset/sortClasses';
import { splitOf } from '../../core/dataset/splits';
import { runSteps } from '../../core/steps';
import { message } from '../../core/words/message';
import { pictureSizes } from '../formats/boxes/pictureSizes';
import { keptImages, pictureOf, type ExportedImage } from './exportedImage';

/** Files of a new folder: copies of pictures, and texts; by their paths in it. */
export interface TreePlan {
  /** Relative to the dataset. */
  readonly copies: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
  /** Files that are made piece by piece. */
  readonly made?: ReadonlyMap<string, () => AsyncIterable<Uint8Array>>;
}

/** A folder for each class, below those of the splits. @throws AppError `bad-output` for a class that no folder can be called like. */
export function foldersTree(images: readonly ExportedImage[], splits: readonly string[]): TreePlan {
  const copies = new Map<string, string>();
  const taken = new Set<string>();
  for (const image of keptImages(images)) {
    if (!isFolderName(image.label))
      throw new AppError('bad-output', message('output-no-folder-name', { label: image.label }));
    const split = splitOf(image.path, splits);
    const folder = split === undefined ? image.label : `${split}/${image.label}`;
    copies.set(freeName(`${folder}/${path.posix.basename(image.path)}`, taken), image.path);
  }
  return { copies, texts: new Map() };
}

/** `wanted`, with a number if it is taken; `partOf` is what may not be the same in two names. */
export function freeName(
  wanted: string,
  taken: Set<string>,
  partOf: (name: string) => string = (name) => name,
): string {
  const { dir, name, ext } = path.posix.parse(wanted);
  const key = (free: string) => keyOf(partOf(free));
  let free = wanted;
  for (let number = 2; taken.has(key(free)); number++) free = path.posix.join(dir, `${name}-${number}${ext}`);
  taken.add(key(free));
  return free;
}

/** Up to this length a whole path makes a name that every file system takes, with a number behind it, too. */
const LONGEST_NAME_BYTES = 240;

/** A path as the name of a file that is not hidden. */
export function flatName(image: string): string {
  const joined = image.replaceAll(/[/\\]/gu, '-');
  const name = Buffer.byteLength(joined) > LONGEST_NAME_BYTES ? path.posix.basename(image) : joined;
  return name.replace(/^\./u, '_');
}

/** As a system that tells neither letter case nor composition apart takes a name. */
const keyOf = (name: string): string => name.normalize().toLowerCase();

/** Pictures below `images`, their boxes below `labels`, and a `data.yaml`: as ultralytics reads it. */
export async function yoloTree(
  root: string,
  images: readonly ExportedImage[],
  signal: AbortSignal,
): Promise<TreePlan> {
  const kept = [...keptImages(images)];
  const pictures = [...new Set(images.map(pictureOf))];
  const sizes = await runSteps(pictureSizes(root, pictures, signal));
  const classes = sortClasses(new Set(kept.map(({ label }) => label)));
  const numberOf = new Map(classes.map((name, index) => [name, index]));
  const linesOf = new Map<string, string[]>(pictures.map((picture) => [picture, []]));
  const sizeOf = new Map(pictures.map((picture, index) => [picture, sizes[index]]));
  for (const { label, place } of kept) {
    const size = place && sizeOf.get(place.file);
    if (place?.box === undefined || size === undefined) continue;
    const { x, y, width, height } = place.box;
    const shares = [
      (x + width / 2) / size.width,
      (y + height / 2) / size.height,
      width / size.width,
      height / size.height,
    ];
    const written = shares.map((share) => Number(share.toFixed(8)));
    linesOf.get(place.file)?.push(`${numberOf.get(label) ?? 0} ${written.join(' ')}\n`);
  }
  const names = classes.map((name, index) => `  ${index}: ${JSON.stringify(name)}\n`).join('');
  const stem = (picture: string) => picture.slice(0, picture.lastIndexOf('.'));
  return {
    copies: new Map(pictures.map((picture) => [`images/${below(picture)}`, picture])),
    texts: new Map([
      ['data.yaml', `train: images\nval: images\nnames:\n${names}`],
      ...Array.from(
        linesOf,
        ([picture, lines]) => [`labels/${below(stem(picture))}.txt`, lines.join('')] as const,
      ),
    ]),
  };
}

/** Without a folder `images` around all: the label file of a picture is found by the last one of its path. */
const below = (picture: string): string =>
  picture
    .split('/')
    .filter((part) => part !== 'images')
    .join('/');
