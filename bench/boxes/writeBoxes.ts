import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { boxPath } from '../../src/core/dataset/imagePlace';
import { inParallel } from '../../src/files/inParallel';
import { truthFileOf, truthToCsv } from '../../scripts/images/truth';
import type { BoxPicture, BoxSet } from './boxSet';

export const BOX_FORMS = ['coco', 'yolo'] as const;
export type BoxForm = (typeof BOX_FORMS)[number];

/** Where a detection set is, in each form. */
export type WrittenBoxes = Readonly<Record<BoxForm, string>> & { readonly pictures: number };

/** Pictures encoded at the same time. */
const PARALLEL = 8;
/** What an empty box shows, in the truth. */
const NOTHING = 'nothing';

/** Writes a detection set into a folder, anew, as COCO and as YOLO with the same pictures, the truth beside each. */
export async function writeBoxes(folder: string, { names, pictures }: BoxSet): Promise<WrittenBoxes> {
  await rm(folder, { recursive: true, force: true });
  const [coco, yolo] = BOX_FORMS.map((form) => path.join(folder, form)) as [string, string];
  await writePictures(pictures, { coco, yolo });
  await writeFile(path.join(coco, 'annotations.json'), JSON.stringify(toCoco({ names, pictures })));
  await writeFile(path.join(yolo, 'data.yaml'), `train: images\nval: images\nnames: [${names.join(', ')}]\n`);
  let annotation = 0;
  const truth = pictures.flatMap(({ boxes }, picture) =>
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
  pictures: readonly BoxPicture[],
  { coco, yolo }: { readonly coco: string; readonly yolo: string },
): Promise<void> {
  for (const folder of [`${coco}/images`, `${yolo}/images`, `${yolo}/labels`])
    await mkdir(folder, { recursive: true });
  const { signal } = new AbortController();
  const work = { count: pictures.length, parallel: PARALLEL, every: pictures.length, signal };
  const writing = inParallel(work, async (at) => {
    const picture = pictures[at]!;
    const image = path.join(coco, imageOf(at));
    await picture.write(image);
    await link(image, path.join(yolo, imageOf(at)));
    await writeFile(path.join(yolo, 'labels', `${nameOf(at)}.txt`), toYoloLines(picture).join('\n'));
  });
  while ((await writing.next()).done !== true);
}

const toYoloLines = ({ boxes, width, height }: BoxPicture): readonly string[] =>
  boxes.map(({ given, box: [x, y, boxWidth, boxHeight] }) => {
    const shares = [
      (x + boxWidth / 2) / width,
      (y + boxHeight / 2) / height,
      boxWidth / width,
      boxHeight / height,
    ];
    return [given, ...shares.map((share) => share.toFixed(6))].join(' ');
  });

function toCoco({ names, pictures }: BoxSet): unknown {
  const annotations = pictures.flatMap(({ boxes }, picture) =>
    boxes.map(({ given, box }) => ({
      image_id: picture + 1,
      category_id: given + 1,
      bbox: box.map((edge) => Number(edge.toFixed(2))),
      iscrowd: 0,
    })),
  );
  return {
    images: pictures.map(({ width, height }, picture) => ({
      id: picture + 1,
      file_name: `${nameOf(picture)}.jpg`,
      width,
      height,
    })),
    annotations: annotations.map((annotation, i) => ({ id: i + 1, ...annotation })),
    categories: names.map((name, i) => ({ id: i + 1, name })),
  };
}
