import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRng } from '../../src/core/rng';
import { boxPath } from '../../src/core/dataset/imagePlace';
import { inParallel } from '../../src/files/inParallel';
import { truthFileOf, truthToCsv } from '../../scripts/images/truth';
import { CLASS_NAMES, drawBackgrounds, drawBoxes } from './drawBoxes';
import { PICTURE_SIZE, planBoxes, type BoxesRequest, type PlannedBox } from './planBoxes';

export const BOX_FORMS = ['coco', 'yolo'] as const;
export type BoxForm = (typeof BOX_FORMS)[number];

/** Where a detection set is, in each form. */
export type WrittenBoxes = Readonly<Record<BoxForm, string>> & { readonly pictures: number };

/** Pictures encoded at the same time. */
const PARALLEL = 8;
/** What an empty box shows, in the truth. */
const NOTHING = 'nothing';

/** Draws a detection set into a folder, anew, as COCO and as YOLO with the same pictures, the truth beside each. */
export async function writeBoxes(folder: string, request: BoxesRequest): Promise<WrittenBoxes> {
  await rm(folder, { recursive: true, force: true });
  const [coco, yolo] = BOX_FORMS.map((form) => path.join(folder, form)) as [string, string];
  const pictures = planBoxes(request);
  await writePictures(pictures, { coco, yolo, seed: request.seed });
  const names = CLASS_NAMES.slice(0, request.classes);
  await writeFile(path.join(coco, 'annotations.json'), JSON.stringify(toCoco(pictures, names)));
  await writeFile(path.join(yolo, 'data.yaml'), `train: images\nval: images\nnames: [${names.join(', ')}]\n`);
  let annotation = 0;
  const truth = pictures.flatMap((boxes, picture) =>
    boxes.map((box, i) => ({
      coco: boxPath(imageOf(picture), `${++annotation}`),
      yolo: boxPath(imageOf(picture), `${i + 1}`),
      trueLabel: names[box.shown] ?? NOTHING,
    })),
  );
  for (const form of BOX_FORMS)
    await writeFile(
      truthFileOf(path.join(folder, form)),
      truthToCsv(truth.map(({ trueLabel, ...paths }) => ({ path: paths[form], trueLabel }))),
    );
  return { coco, yolo, pictures: pictures.length };
}

const nameOf = (picture: number): string => String(picture + 1).padStart(6, '0');
const imageOf = (picture: number): string => `images/${nameOf(picture)}.jpg`;

async function writePictures(
  pictures: readonly (readonly PlannedBox[])[],
  { coco, yolo, seed }: { readonly coco: string; readonly yolo: string; readonly seed: number },
): Promise<void> {
  for (const folder of [`${coco}/images`, `${yolo}/images`, `${yolo}/labels`])
    await mkdir(folder, { recursive: true });
  const backgrounds = drawBackgrounds(seed);
  const { signal } = new AbortController();
  const work = { count: pictures.length, parallel: PARALLEL, every: pictures.length, signal };
  const writing = inParallel(work, async (picture) => {
    const boxes = pictures[picture]!;
    const image = path.join(coco, imageOf(picture));
    await writeFile(image, await drawBoxes(boxes, backgrounds, createRng(seed, picture)));
    await link(image, path.join(yolo, imageOf(picture)));
    await writeFile(path.join(yolo, 'labels', `${nameOf(picture)}.txt`), boxes.map(toYoloLine).join('\n'));
  });
  while ((await writing.next()).done !== true);
}

function toYoloLine({ given, box: [x, y, width, height] }: PlannedBox): string {
  const shares = [x + width / 2, y + height / 2, width, height].map((edge) => edge / PICTURE_SIZE);
  return [given, ...shares.map((share) => share.toFixed(6))].join(' ');
}

function toCoco(pictures: readonly (readonly PlannedBox[])[], names: readonly string[]): unknown {
  const annotations = pictures.flatMap((boxes, picture) =>
    boxes.map(({ given, box }) => ({
      image_id: picture + 1,
      category_id: given + 1,
      bbox: box.map((edge) => Number(edge.toFixed(2))),
      iscrowd: 0,
    })),
  );
  return {
    images: pictures.map((_, picture) => ({
      id: picture + 1,
      file_name: `${nameOf(picture)}.jpg`,
      width: PICTURE_SIZE,
      height: PICTURE_SIZE,
    })),
    annotations: annotations.map((annotation, i) => ({ id: i + 1, ...annotation })),
    categories: names.map((name, i) => ({ id: i + 1, name })),
  };
}
