import path from 'node:path';
import { readFolderLayout } from '../../../core/dataset/folders/folderLayout';
import { classFolderOf, isSplitName } from '../../../core/dataset/splits';
import { message, type Message } from '../../../core/words/message';
import type { ZipContents } from './zipImages';

/** Labels by image path, as a folder of these images has them. */
export interface ZipClasses {
  readonly labelOf: ReadonlyMap<string, string>;
  readonly splits: readonly string[];
  readonly warnings: readonly Message[];
}

/**
 * The class folders in archives. A folder around all of an archive does not count. Where no archive has two classes, each is taken for a
 * folder of its own name: `cat.zip` beside `dog.zip`.
 */
export function zipClasses(archives: readonly ZipContents[]): ZipClasses {
  const within = archives.map(classesWithin);
  if (archives.length > 1 && !within.some(({ labelOf }) => isOfSeveral(labelOf)))
    return archivesAsFolders(archives);
  const labelOf = new Map(within.flatMap((classes) => [...classes.labelOf]));
  const inside = within.flatMap((classes) => classes.splits);
  const splits = inside.length === 0 ? archivesAsSplits(archives) : inside;
  return { labelOf, splits, warnings: within.flatMap(({ warnings }) => warnings) };
}

/** Of `train.zip` and `test.zip`. */
function archivesAsSplits(archives: readonly ZipContents[]): readonly string[] {
  const isSplit = ({ archive }: ZipContents) => isSplitName(path.posix.parse(archive).name);
  return archives.length > 1 && archives.every(isSplit) ? archives.map(({ archive }) => archive) : [];
}

const isOfSeveral = (labelOf: ReadonlyMap<string, string>): boolean => new Set(labelOf.values()).size > 1;

function classesWithin({ archive, places }: ZipContents): ZipClasses {
  const images = [...places.keys()];
  const around = folderAround(images);
  const inner = images.map((image) => image.slice(around.length));
  const { splits, withoutClasses, warnings } = readFolderLayout(inner);
  const labelOf = new Map<string, string>();
  for (const image of withoutClasses.length > 0 ? [] : inner) {
    const label = classFolderOf(image, splits);
    if (label !== undefined) labelOf.set(`${archive}/${around}${image}`, label);
  }
  return { labelOf, splits: splits.map((split) => `${archive}/${around}${split}`), warnings };
}

/** The folders that all of these lie in, as far as there are others in them: `flowers/` of `flowers/daisy/1.jpg`. */
function folderAround(images: readonly string[]): string {
  let around = '';
  for (;;) {
    const slash = images[0]?.indexOf('/', around.length) ?? -1;
    const next = images[0]?.slice(0, slash + 1) ?? '';
    const isAround = slash >= 0 && images.every((image) => image.startsWith(next));
    if (!isAround || !images.some((image) => image.includes('/', next.length))) return around;
    around = next;
  }
}

function archivesAsFolders(archives: readonly ZipContents[]): ZipClasses {
  const pathOf = new Map<string, string>();
  const archiveOf = new Map<string, string>();
  for (const { archive, places } of archives) {
    const folder = archive.replace(/\.zip$/iu, '');
    archiveOf.set(folder, archive);
    for (const image of places.keys()) pathOf.set(`${folder}/${image}`, `${archive}/${image}`);
  }
  const { splits, withoutClasses, warnings } = readFolderLayout(pathOf.keys());
  const labelOf = new Map<string, string>();
  for (const [inFolder, image] of withoutClasses.length > 0 ? [] : pathOf) {
    const label = classFolderOf(inFolder, splits);
    if (label !== undefined) labelOf.set(image, label);
  }
  const classes = message('archives-as-classes', { count: archives.length, example: archives[0]!.archive });
  return {
    labelOf,
    splits: splits.map((split) => archiveOf.get(split) ?? split),
    warnings: [classes, ...warnings],
  };
}
