import { compareCodeUnits } from '../../core/compareCodeUnits';
import { sortClasses } from '../../core/dataset/sortClasses';
import { runSteps } from '../../core/steps';
import { pictureSizes } from '../formats/boxes/pictureSizes';
import { keptImages, pictureOf, type ExportedImage } from './exportedImage';

/** By which a file of ours is known, in its `info`. */
export const COCO_CONTRIBUTOR = 'label-review';

/** COCO with classes of boxes, or of whole images, whose annotations have no box then. Paths are relative to the dataset. */
export async function cocoOf(
  root: string,
  images: readonly ExportedImage[],
  signal: AbortSignal,
): Promise<object> {
  const kept = [...keptImages(images)];
  const pictures = [...new Set(kept.map(pictureOf))].sort(compareCodeUnits);
  const sizes = await runSteps(pictureSizes(root, pictures, signal));
  const classes = sortClasses(new Set(kept.map(({ label }) => label)));
  const pictureIds = new Map(pictures.map((picture, index) => [picture, index + 1]));
  const classIds = new Map(classes.map((name, index) => [name, index + 1]));
  return {
    info: { description: 'Corrected labels', contributor: COCO_CONTRIBUTOR },
    images: pictures.map((file_name, index) => ({ id: index + 1, file_name, ...sizes[index] })),
    annotations: kept.map((image, index) => ({
      id: index + 1,
      image_id: pictureIds.get(pictureOf(image)),
      category_id: classIds.get(image.label),
      iscrowd: 0,
      ...boxOf(image),
    })),
    categories: classes.map((name, index) => ({ id: index + 1, name, supercategory: 'none' })),
  };
}

function boxOf({ place }: ExportedImage): object {
  if (place?.box === undefined) return {};
  const { x, y, width, height } = place.box;
  return { bbox: [x, y, width, height], area: width * height };
}
