import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { readFolderLayout } from '../../core/dataset/folders/folderLayout';
import { isImageFile } from '../../core/dataset/imageFiles';
import { classFolderOf } from '../../core/dataset/splits';
import { systemErrorCode } from '../../core/systemErrorCode';

/** What a folder seems to hold, by the names of a few of its files. */
export interface Glance {
  /** Folders of images that are classes, with how many of their images were seen. */
  readonly classes: ReadonlyMap<string, number>;
  /** Subfolders that hold something else, and files in class folders that are no images. */
  readonly otherFolders: number;
  readonly otherFiles: number;
  /** Names of tables in the folder itself. */
  readonly tables: readonly string[];
}

/** Names read of each folder: enough to see what it holds. */
const NAMES_PER_FOLDER = 64;
/** Folders read at most, whatever the size of the dataset: some milliseconds on a local disk. */
const FOLDERS_READ = 128;
/** Of a dataset in splits, classes are two levels down. */
const DEPTH = 2;

/** Looks at a few names of a folder and of those below; reads no file. A folder that cannot be listed seems empty. */
export async function glanceAtFolder(root: string, signal?: AbortSignal): Promise<Glance> {
  const images: string[] = [];
  const tables: string[] = [];
  const folders = new Map<string, { images: number; others: number }>();
  let level = [''];
  for (let depth = 0, read = 0; depth <= DEPTH && read < FOLDERS_READ && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level.slice(0, FOLDERS_READ - read)) {
      signal?.throwIfAborted();
      const names = await someNames(path.join(root, folder));
      read++;
      const below = names.folders.map((name) => (folder === '' ? name : `${folder}/${name}`));
      next.push(...below);
      const found = names.files.filter(isImageFile);
      images.push(...found.map((name) => (folder === '' ? name : `${folder}/${name}`)));
      folders.set(folder, { images: found.length, others: names.files.length - found.length });
      if (depth === 0) tables.push(...names.files.filter((name) => /\.(?:csv|tsv)$/iu.test(name)));
    }
    level = next;
  }
  return { ...classesOf(images, folders), tables };
}

function classesOf(
  images: readonly string[],
  folders: ReadonlyMap<string, { readonly images: number; readonly others: number }>,
): Omit<Glance, 'tables'> {
  const { splits, withoutClasses } = readFolderLayout(images);
  const classes = new Map<string, number>();
  if (withoutClasses.length === 0)
    for (const image of images) {
      const name = classFolderOf(image, splits);
      if (name !== undefined) classes.set(name, (classes.get(name) ?? 0) + 1);
    }
  const tops = [...folders.keys()].filter((folder) => folder !== '' && !folder.includes('/'));
  const isOfImages = (top: string) => images.some((image) => image.startsWith(`${top}/`));
  const otherFiles = [...folders].reduce(
    (sum, [folder, { others }]) => sum + (folder !== '' && isOfImages(folder.split('/')[0]!) ? others : 0),
    0,
  );
  return { classes, otherFolders: tops.filter((top) => !isOfImages(top)).length, otherFiles };
}

async function someNames(folder: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: NAMES_PER_FOLDER })) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) folders.push(entry.name);
      else files.push(entry.name);
      // Of the classes all count, of their images a few.
      if (files.length >= NAMES_PER_FOLDER || folders.length >= FOLDERS_READ) break;
    }
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
  }
  return { files, folders };
}

const FEWEST_CLASSES = 2;
const FEWEST_IMAGES_OF_CLASS = 5;
const FEWEST_IMAGES = 40;
/** Of the files in class folders, the share that must be images: sources and pages have pictures, too. */
const IMAGE_SHARE = 0.9;

/** Whether it is hardly anything but a labelled dataset: folders of images and next to nothing else. */
export function isClassFolders({ classes, otherFolders, otherFiles }: Glance): boolean {
  const counts = [...classes.values()];
  const images = counts.reduce((sum, count) => sum + count, 0);
  return (
    counts.length >= FEWEST_CLASSES &&
    counts.every((count) => count >= FEWEST_IMAGES_OF_CLASS) &&
    images >= FEWEST_IMAGES &&
    images >= IMAGE_SHARE * (images + otherFiles) &&
    otherFolders * 2 <= counts.length
  );
}

/** The folder that a folder of images is one class of; undefined where it seems to be none. */
export async function parentOfClass(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  const parent = path.dirname(folder);
  if (parent === folder) return undefined;
  const glance = await glanceAtFolder(parent, signal);
  return isClassFolders(glance) && glance.classes.has(path.basename(folder)) ? parent : undefined;
}
