import { runSteps } from '../../core/steps';
import type { Dimensions } from '../decode/dimensions';
import { pictureSizes } from '../formats/boxes/pictureSizes';
import { pictureOf, type ExportedImage } from './exportedImage';

/** Where Label Studio finds files of its local storage. */
const LOCAL_FILES = '/data/local-files/?d=';
/** By which a file of ours is known, in each task. */
export const LABEL_STUDIO_SOURCE = 'label-review';

/**
 * Tasks for Label Studio, one for each picture: the labels that were decided on as annotations, what a run suggests instead as
 * predictions. Pictures are named as in local storage whose root is the dataset. Boxes are in percent of their pictures, and left out
 * where that has no size.
 */
export async function labelStudioTasks(
  root: string,
  images: readonly ExportedImage[],
  signal: AbortSignal,
): Promise<readonly object[]> {
  const byPicture = new Map<string, ExportedImage[]>();
  for (const image of images) {
    const picture = pictureOf(image);
    const others = byPicture.get(picture);
    if (others === undefined) byPicture.set(picture, [image]);
    else others.push(image);
  }
  const pictures = [...byPicture.keys()];
  const hasBoxes = images.some(({ place }) => place?.box !== undefined);
  const sizes = hasBoxes ? await runSteps(pictureSizes(root, pictures, signal)) : [];
  return pictures.map((picture, index) => {
    const parts = byPicture.get(picture) ?? [];
    const size = sizes[index];
    const results = (labelOf: (image: ExportedImage) => string | null) =>
      parts.flatMap((image) => {
        const label = labelOf(image);
        return label === null ? [] : resultsOf(image, label, size);
      });
    const isOpen = ({ label, verdict }: ExportedImage) =>
      label !== null && verdict?.isLabelIssue === true && verdict.predictedLabel !== label;
    const predicted = results((image) => (isOpen(image) ? (image.verdict?.predictedLabel ?? null) : null));
    const score = Math.max(
      0,
      ...parts.filter(isOpen).map(({ verdict }) => verdict?.predictedProbability ?? 0),
    );
    return {
      data: { image: `${LOCAL_FILES}${encodeURIComponent(picture)}` },
      meta: { source: LABEL_STUDIO_SOURCE, path: picture },
      annotations: [{ result: results(({ label }) => label) }],
      predictions:
        predicted.length === 0 ? [] : [{ model_version: 'label-review', score, result: predicted }],
    };
  });
}

function resultsOf({ place }: ExportedImage, label: string, size: Dimensions | undefined): readonly object[] {
  const names = { from_name: 'label', to_name: 'image' };
  if (place?.box === undefined) return [{ ...names, type: 'choices', value: { choices: [label] } }];
  if (size === undefined) return [];
  const { box } = place;
  const { width, height } = size;
  return [
    {
      ...names,
      type: 'rectanglelabels',
      original_width: width,
      original_height: height,
      value: {
        x: (100 * box.x) / width,
        y: (100 * box.y) / height,
        width: (100 * box.width) / width,
        height: (100 * box.height) / height,
        rotation: 0,
        rectanglelabels: [label],
      },
    },
  ];
}
