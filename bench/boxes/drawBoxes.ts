import sharp from 'sharp';
import { createRng, type Rng } from '../../src/core/rng';
import { drawBackground } from '../../scripts/demo/background';
import { randomPalette, toHex } from '../../scripts/demo/palette';
import { SHAPES } from '../../scripts/demo/shapes';
import { PICTURE_SIZE, type PlannedBox } from './planBoxes';

export const CLASS_NAMES = Object.keys(SHAPES);

/** Drawing a background takes longer than all that is on it. */
const BACKGROUNDS = 32;
const MOST_TILT_DEGREES = 32;
const MOST_GRAIN = 9;

export type Backgrounds = readonly Float32Array[];

export const drawBackgrounds = (seed: number): Backgrounds =>
  Array.from({ length: BACKGROUNDS }, (_, i) => {
    const rng = createRng(seed, i);
    return drawBackground(rng, PICTURE_SIZE, randomPalette(rng));
  });

/** A JPEG of objects on a textured background, under film grain. */
export async function drawBoxes(
  boxes: readonly PlannedBox[],
  backgrounds: Backgrounds,
  rng: Rng,
): Promise<Buffer> {
  const pixels = backgrounds[rng.nextInt(backgrounds.length)]!;
  const objects = boxes.map((box) => drawObject(box, rng)).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}">${objects}</svg>`;
  const layer = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  const grain = rng.next01() * MOST_GRAIN;
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let pixel = 0; pixel < PICTURE_SIZE * PICTURE_SIZE; pixel++) {
    const alpha = layer[pixel * 4 + 3]! / 255;
    const light = grain * (rng.next01() * 2 - 1);
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * 3 + channel;
      bytes[at] = pixels[at]! * (1 - alpha) + layer[pixel * 4 + channel]! * alpha + light;
    }
  }
  const raw = { width: PICTURE_SIZE, height: PICTURE_SIZE, channels: 3 } as const;
  return sharp(bytes, { raw }).jpeg().toBuffer();
}

function drawObject({ shown, centre: [x, y], reach }: PlannedBox, rng: Rng): string {
  const shape = SHAPES[CLASS_NAMES[shown] ?? ''];
  if (shape === undefined) return '';
  const { object, accent } = randomPalette(rng);
  const line = `stroke="${toHex(accent)}" stroke-width=".07" stroke-linejoin="round" stroke-linecap="round"`;
  const tilt = (rng.next01() * 2 - 1) * MOST_TILT_DEGREES;
  const content = shape(rng, { body: `fill="${toHex(object)}" ${line}`, detail: `fill="none" ${line}` });
  const move = `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${tilt.toFixed(1)}) scale(${reach.toFixed(2)})`;
  return `<g transform="${move}">${content}</g>`;
}
