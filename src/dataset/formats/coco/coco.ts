import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { runSteps } from '../../../core/steps';
import { listed } from '../../../core/words/listed';
import { message, type Message } from '../../../core/words/message';
import { createImageResolver } from '../../labels/imageResolver';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { pictureSizes } from '../boxes/pictureSizes';
import { foldersOf, nameIn, pictureFolder, SAMPLED_NAMES } from '../boxes/pictureFolder';
import { partsOf } from '../annotations/partsOf';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { cocoPictureNames, readCocoFile, type CocoFile } from './cocoFile';
import { areBoxes, boxLabels, imageLabels, type ResolvedCoco } from './cocoLabels';

/** Classes of images, or of boxes in them, in one or several files. */
export const COCO: DatasetFormat = { name: 'coco', recognise, read };

async function recognise(look: FolderLook): Promise<Recognised | undefined> {
  const { root, walked, signal } = look;
  const files: string[] = [];
  let images: ImageFolders | undefined;
  for (const file of jsonFiles(look)) {
    const names = await cocoPictureNames(path.join(root, file), SAMPLED_NAMES, signal);
    if (names.length === 0) continue;
    images ??= imageFolders(walked.paths);
    if (await areThere(root, file, names, images)) files.push(file);
  }
  return files.length === 0 ? undefined : { files: files.sort(compareCodeUnits) };
}

/** Not those beside an image of the same name: they are about that one. */
function jsonFiles({ walked: { paths, annotations } }: FolderLook): readonly string[] {
  const files = annotations.filter((file) => file.toLowerCase().endsWith('.json'));
  if (files.length < 2) return files;
  const stems = new Set(paths.map(withoutExtension));
  return files.filter((file) => !stems.has(withoutExtension(file)));
}

const withoutExtension = (file: string): string => file.slice(0, file.lastIndexOf('.'));

export interface ImageFolders {
  readonly paths: readonly string[];
  readonly images: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** The images of a folder, to look for those that are meant. */
export const imageFolders = (paths: readonly string[]): ImageFolders => ({
  paths,
  images: new Set(paths),
  folders: foldersOf(paths),
});

async function areThere(
  root: string,
  file: string,
  names: readonly string[],
  { paths, ...there }: ImageFolders,
): Promise<boolean> {
  if (pictureFolder({ file, names, ...there }) !== undefined) return true;
  const resolver = await createImageResolver({ root, file: path.join(root, file), images: paths });
  for (const name of names) if ((await resolver.resolve(name)) !== undefined) return true;
  return false;
}

async function* read(look: FolderLook, { files }: Recognised): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { root, walked, signal } = look;
  const images = imageFolders(walked.paths);
  const read: CocoFile[] = [];
  for (const file of files) {
    read.push(await readCocoFile(root, file, signal));
    yield {
      phase: 'discover',
      images: read.reduce((sum, { annotations }) => sum + annotations.length, 0),
    };
  }
  const { used, warnings } = withoutKeypoints(read);
  const resolved: ResolvedCoco[] = [];
  let missingFiles = 0;
  for (const coco of used) {
    const found = await resolvePictures(root, coco, images);
    missingFiles += found.missing.length;
    warnings.push(...found.warnings, ...classesOfSeveralIds(coco));
    resolved.push({ ...coco, imageOf: found.imageOf });
  }
  const labels = areBoxes(used) ? boxLabels(resolved) : imageLabels(resolved);
  const { labelOf, places } = labels;
  if (places !== undefined) for (const coco of resolved) warnings.push(...(await otherSizes(look, coco)));
  yield { phase: 'discover', images: labelOf.size };
  const labelled = places === undefined ? labelOf : new Set(Array.from(places.values(), ({ file }) => file));
  return {
    ...labels,
    source: { kind: 'annotations', format: 'coco', files: used.map(({ file }) => file) },
    splits: partsOf([...labelOf.keys()]),
    skipped: {
      hidden: walked.hidden,
      notImages: walked.notImages - files.length,
      unlabelled: walked.paths.reduce((count, image) => (labelled.has(image) ? count : count + 1), 0),
      missingFiles,
    },
    warnings: [...warnings, ...labels.warnings],
  };
}

/** COCO itself has the same people in two files, with the same ids: as objects, and with their key points. */
function withoutKeypoints(read: readonly CocoFile[]): {
  readonly used: readonly CocoFile[];
  readonly warnings: Message[];
} {
  const objects = read.filter(({ hasKeypoints }) => !hasKeypoints);
  if (objects.length === 0 || objects.length === read.length) return { used: read, warnings: [] };
  const others = new Set(
    objects.flatMap(({ pictures }) => [...pictures.values()].map(({ file_name }) => file_name)),
  );
  const isExtra = ({ hasKeypoints, pictures }: CocoFile) =>
    hasKeypoints && [...pictures.values()].every(({ file_name }) => others.has(file_name));
  return {
    used: read.filter((coco) => !isExtra(coco)),
    warnings: read.filter(isExtra).map(({ file }) => message('keypoints-left-out', { file })),
  };
}

/** The images that a file means by the ids of its pictures. */
export async function resolvePictures(root: string, { file, pictures }: CocoFile, there: ImageFolders) {
  const imageOf = new Map<string, string>();
  const missing: string[] = [];
  const names = Array.from(pictures.values(), ({ file_name }) => file_name);
  const folder = pictureFolder({ file, names, ...there });
  const resolver = await createImageResolver({ root, file: path.join(root, file), images: there.paths });
  for (const { id, file_name } of pictures.values()) {
    const inFolder = folder === undefined ? undefined : nameIn(folder, file_name);
    const image =
      inFolder !== undefined && there.images.has(inFolder) ? inFolder : await resolver.resolve(file_name);
    if (image === undefined) missing.push(file_name);
    else imageOf.set(id, image);
  }
  const [example] = missing;
  const warnings = [...resolver.warnings()];
  if (example !== undefined)
    warnings.push(message('pictures-not-there', { file, pictures: missing.length, example }));
  return { imageOf, missing, warnings };
}

function classesOfSeveralIds({ file, categories, annotations }: CocoFile): readonly Message[] {
  const used = new Set(annotations.map(({ categoryId }) => categoryId));
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const [id, name] of categories) {
    if (!used.has(id)) continue;
    if (seen.has(name)) again.add(name);
    seen.add(name);
  }
  if (again.size === 0) return [];
  const classes = listed([...again].map((name) => `"${name}"`));
  return [message('class-of-several-ids', { file, classes })];
}

/** Pictures looked at for their size. */
const SAMPLED_SIZES = 50;

/** Pictures that were made smaller after they were annotated have their boxes in other places. */
async function otherSizes(
  { root, signal }: FolderLook,
  { file, pictures, imageOf }: ResolvedCoco,
): Promise<readonly Message[]> {
  const said = [...pictures.values()].filter(({ id, width, height }) => width && height && imageOf.has(id));
  const step = Math.max(1, Math.floor(said.length / SAMPLED_SIZES));
  const sample = said.filter((_, at) => at % step === 0).slice(0, SAMPLED_SIZES);
  const images = sample.map(({ id }) => imageOf.get(id) ?? '');
  const sizes = await runSteps(pictureSizes(root, images, signal));
  const other = sample.flatMap(({ width, height }, at) => {
    const size = sizes[at];
    if (size === undefined || (size.width === width && size.height === height)) return [];
    return `${images[at] ?? ''}: ${size.width} × ${size.height}, not ${width ?? 0} × ${height ?? 0}`;
  });
  const [example] = other;
  if (example === undefined) return [];
  return [message('sizes-other-than-said', { file, looked: sample.length, pictures: other.length, example })];
}
