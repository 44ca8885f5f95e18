import sharp from 'sharp';
import type { Rng } from '../../src/core/rng';
import { drawBackground } from './background';
import { randomPalette, toHex, type Palette } from './palette';
import type { Paint, Shape } from './shapes';

/** Edge length in pixels of a picture of the demo dataset. */
export const PICTURE_SIZE = 48;

/** Standard deviation of the grain over the finished picture, at most. */
const MOST_GRAIN = 9;
const MOST_TILT_DEGREES = 32;

/** Draws one picture, a PNG: a shape, filled or as a line drawing, on a textured background, under film grain. */
export async function drawPicture(shape: Shape, rng: Rng): Promise<Buffer> {
  const palette = randomPalette(rng);
  const pixels = drawBackground(rng, PICTURE_SIZE, palette);
  const svg = drawSvg(shape, rng, palette);
  const layer = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  const grain = 2 + rng.next01() * (MOST_GRAIN - 2);
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let pixel = 0; pixel < PICTURE_SIZE * PICTURE_SIZE; pixel++) {
    const alpha = layer[pixel * 4 + 3]! / 255;
    const luma = grain * rng.normal();
    for (let channel = 0; channel < 3; channel++) {
      const i = pixel * 3 + channel;
      bytes[i] =
        pixels[i]! * (1 - alpha) + layer[pixel * 4 + channel]! * alpha + luma + 0.4 * grain * rng.normal();
    }
  }
  const raw = { width: PICTURE_SIZE, height: PICTURE_SIZE, channels: 3 } as const;
  return sharp(bytes, { raw }).png({ compressionLevel: 6 }).toBuffer();
}

function drawSvg(shape: Shape, rng: Rng, palette: Palette): string {
  const scale = PICTURE_SIZE * (0.29 + rng.next01() * 0.15);
  const reach = PICTURE_SIZE * 0.5 - scale;
  const place = () => PICTURE_SIZE / 2 + (rng.next01() * 2 - 1) * reach * 0.9;
  const tilt = (rng.next01() * 2 - 1) * MOST_TILT_DEGREES;
  const lineWidth = (1.6 + rng.next01() * 1.6) / scale;
  const move = `translate(${place().toFixed(2)} ${place().toFixed(2)}) rotate(${tilt.toFixed(1)})`;
  const content = shape(rng, randomPaint(rng, palette, lineWidth));
  const shadow =
    `<filter id="s" x="-50%" y="-50%" width="200%" height="200%">` +
    `<feDropShadow dx="1.2" dy="1.6" stdDeviation="1.3" flood-color="#000" flood-opacity=".45"/></filter>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}">${shadow}` +
    `<g filter="url(#s)"><g transform="${move} scale(${scale.toFixed(2)})">${content}</g></g></svg>`
  );
}

function randomPaint(rng: Rng, { object, accent }: Palette, lineWidth: number): Paint {
  const line = `stroke-linejoin="round" stroke-linecap="round" stroke-width="${lineWidth.toFixed(4)}"`;
  if (rng.next01() < 0.4) {
    const outline = `fill="none" stroke="${toHex(object)}" ${line}`;
    return { body: outline, detail: outline };
  }
  const stroke = `stroke="${toHex(accent)}" ${line}`;
  return { body: `fill="${toHex(object)}" ${stroke}`, detail: `fill="none" ${stroke}` };
}
