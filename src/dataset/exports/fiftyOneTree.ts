import path from 'node:path';
import { sortClasses } from '../../core/dataset/sortClasses';
import { runSteps } from '../../core/steps';
import { pictureSizes } from '../formats/boxes/pictureSizes';
import { keptImages, pictureOf, type ExportedImage } from './exportedImage';
import { flatName, freeName, type TreePlan } from './treePlan';

/**
 * Pictures in `data`, and `labels.json`: FiftyOneImageClassificationDataset, or of boxes FiftyOneImageDetectionDataset. Pictures
 * lie in one folder, for FiftyOne finds no hidden ones, and on Windows none in folders below. It knows them by their names without
 * extensions.
 */
export async function fiftyOneTree(
  root: string,
  images: readonly ExportedImage[],
  signal: AbortSignal,
): Promise<TreePlan> {
  const areBoxes = images.some(({ place }) => place?.box !== undefined);
  const kept = [...keptImages(images)];
  const classes = sortClasses(new Set(kept.map(({ label }) => label)));
  const classIds = new Map(classes.map((name, index) => [name, index]));
  const classId = (label: string): number => classIds.get(label) ?? 0;
  const shown = areBoxes ? images : kept;
  const names = dataNames([...new Set(shown.map(pictureOf))]);
  const labels: ReadonlyMap<string, unknown> = areBoxes
    ? await detections(root, { pictures: [...names.keys()], kept, classId, signal })
    : new Map(kept.map((image) => [pictureOf(image), classId(image.label)]));
  const byName = Object.fromEntries(
    Array.from(labels, ([picture, label]) => [stemOf(names.get(picture) ?? picture), label]),
  );
  return {
    copies: new Map(Array.from(names, ([picture, name]) => [`data/${name}`, picture])),
    texts: new Map([['labels.json', `${JSON.stringify({ classes, labels: byName }, null, 1)}\n`]]),
  };
}

const stemOf = (name: string): string => path.posix.parse(name).name;

/** By their pictures; no two are the same without their extensions. */
function dataNames(pictures: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(pictures.map((picture) => [picture, freeName(flatName(picture), taken, stemOf)]));
}

interface Boxes {
  readonly pictures: readonly string[];
  readonly kept: Iterable<ExportedImage & { readonly label: string }>;
  readonly classId: (label: string) => number;
  readonly signal: AbortSignal;
}

/** Boxes by their pictures, in shares of these: left, top, width, height. Those of a picture without a size are none. */
async function detections(
  root: string,
  { pictures, kept, classId, signal }: Boxes,
): Promise<ReadonlyMap<string, readonly object[]>> {
  const sizes = await runSteps(pictureSizes(root, pictures, signal));
  const sizeOf = new Map(pictures.map((picture, index) => [picture, sizes[index]]));
  const found = new Map<string, object[]>(pictures.map((picture) => [picture, []]));
  for (const { label, place } of kept) {
    const size = place && sizeOf.get(place.file);
    if (place?.box === undefined || size === undefined) continue;
    const { x, y, width, height } = place.box;
    const bounding_box = [x / size.width, y / size.height, width / size.width, height / size.height];
    found.get(place.file)?.push({ label: classId(label), bounding_box });
  }
  return found;
}
