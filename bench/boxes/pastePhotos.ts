import path from 'node:path';
import sharp from 'sharp';
import { createRng } from '../../src/core/rng';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import type { BoxSet } from './boxSet';
import { drawBackgrounds } from './drawBoxes';
import { planBoxes, type BoxesRequest, type Layout } from './planBoxes';

/** Photographs cover each other here and there, and their boxes are loose. */
const LAYOUT: Layout = {
  pictureSize: 512,
  cells: 4,
  boxesPerPicture: { least: 4, most: 12 },
  reach: { least: 0.4, most: 0.95 },
  beyond01: 0.25,
  slack01: 0.25,
};

/** Photographs of a folder for each class, each once, pasted onto textured backgrounds as the objects of a detection set. */
export async function pastePhotos(
  folder: string,
  request: Omit<BoxesRequest, 'flips' | 'classes'>,
): Promise<BoxSet> {
  const root = path.resolve(folder);
  const { signal } = new AbortController();
  const index = await runSteps(discover({ root, format: 'folders', signal }));
  const order = Int32Array.from(index.paths.keys());
  createRng(request.seed, 2).shuffle(order);
  const photos = order.subarray(0, request.boxes);
  const shown = photos.map((photo) => index.labels[photo]!);
  const { pictureSize } = LAYOUT;
  const whole = { ...request, classes: index.classes.length, flips: [] };
  const backgrounds = drawBackgrounds(request.seed, pictureSize);
  const raw = { width: pictureSize, height: pictureSize, channels: 3 } as const;
  return {
    names: index.classes,
    pictures: planBoxes(shown, whole, LAYOUT).map((boxes, at) => ({
      width: pictureSize,
      height: pictureSize,
      boxes,
      write: async (file) => {
        const background = Uint8ClampedArray.from(backgrounds[at % backgrounds.length]!);
        const pasted = await Promise.all(
          boxes
            .filter((box) => box.shown >= 0)
            .map(async ({ object, centre: [x, y], reach }) => {
              const edge = Math.max(1, Math.round(reach * 2));
              const photo = path.join(root, index.paths[photos[object]!]!);
              const input = await sharp(photo).rotate().resize(edge, edge, { fit: 'cover' }).png().toBuffer();
              const most = pictureSize - edge;
              const at01 = (middle: number) => Math.min(Math.max(Math.round(middle - reach), 0), most);
              return { input, left: at01(x), top: at01(y) };
            }),
        );
        await sharp(background, { raw }).composite(pasted).jpeg({ quality: 90 }).toFile(file);
      },
    })),
  };
}
