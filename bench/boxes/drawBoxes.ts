import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createRng, type Rng } from '../../src/core/rng';
import { drawBackground } from '../../scripts/demo/background';
import { randomPalette, toHex } from '../../scripts/demo/palette';
import { SHAPES, type Shape } from '../../scripts/demo/shapes';
import type { BoxSet, PlannedBox } from './boxSet';
import { ALIKE, HARD_SHAPES } from './hardShapes';
import { drawClasses, planBoxes, type BoxesRequest, type Layout } from './planBoxes';

/** A kind of drawn set: what it shows, where, and what lies in the way. */
interface Drawing {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly layout: Layout;
  /** Strokes and spots of no class, of a picture, and those of them that lie over the objects. */
  readonly clutter: { readonly below: number; readonly above: number };
}

export const DRAWINGS = {
  /** Objects that are easy to tell, one to a cell. */
  easy: {
    shapes: SHAPES,
    layout: {
      pictureSize: 256,
      cells: 4,
      boxesPerPicture: { least: 4, most: 12 },
      reach: { least: 0.55, most: 0.92 },
      beyond01: 0,
      slack01: 0.12,
    },
    clutter: { below: 0, above: 0 },
  },
  /** Similar shapes, many of them small, which cover each other, between clutter, with loose boxes. */
  hard: {
    shapes: HARD_SHAPES,
    layout: {
      pictureSize: 256,
      cells: 4,
      boxesPerPicture: { least: 4, most: 14 },
      reach: { least: 0.25, most: 0.95 },
      beyond01: 0.35,
      slack01: 0.35,
    },
    clutter: { below: 24, above: 10 },
  },
} as const satisfies Readonly<Record<string, Drawing>>;
export type DrawingName = keyof typeof DRAWINGS;

/** Drawing a background takes longer than all that is on it. */
const BACKGROUNDS = 32;
const MOST_TILT_DEGREES = 32;
const MOST_GRAIN = 9;
/** Of clutter, as shares of the picture. */
const CLUTTER = { least: 0.01, most: 0.045 };

/** Pictures of objects on textured backgrounds, under film grain. */
export function drawBoxes(name: DrawingName, request: Omit<BoxesRequest, 'flips'>): BoxSet {
  const { shapes, layout, clutter }: Drawing = DRAWINGS[name];
  const { pictureSize } = layout;
  const names = Object.keys(shapes).slice(0, request.classes);
  const flips = name === 'hard' ? flipsAmong(names) : [];
  const whole = { ...request, flips };
  const backgrounds = drawBackgrounds(request.seed, pictureSize);
  const plan = planBoxes(drawClasses(whole), whole, layout);
  return {
    names,
    pictures: plan.map((boxes, at) => ({
      width: pictureSize,
      height: pictureSize,
      boxes,
      write: async (file) => {
        const rng = createRng(request.seed, at);
        const objects = boxes.map((box) => drawObject(shapes[names[box.shown] ?? ''], box, rng)).join('');
        const spots = (count: number) =>
          Array.from({ length: count }, () => drawClutter(rng, pictureSize)).join('');
        const layer = `${spots(clutter.below)}${objects}${spots(clutter.above)}`;
        await writeFile(file, await paint(layer, backgrounds[rng.nextInt(backgrounds.length)]!, rng));
      },
    })),
  };
}

const flipsAmong = (names: readonly string[]) =>
  ALIKE.flatMap(([one, other]) => {
    const [from, to] = [names.indexOf(one), names.indexOf(other)];
    return from < 0 || to < 0
      ? []
      : [
          { from, to },
          { from: to, to: from },
        ];
  });

export const drawBackgrounds = (seed: number, size: number): readonly Float32Array[] =>
  Array.from({ length: BACKGROUNDS }, (_, i) => {
    const rng = createRng(seed, i);
    return drawBackground(rng, size, randomPalette(rng));
  });

async function paint(content: string, pixels: Float32Array, rng: Rng): Promise<Buffer> {
  const size = Math.sqrt(pixels.length / 3);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${content}</svg>`;
  const layer = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  const grain = rng.next01() * MOST_GRAIN;
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const alpha = layer[pixel * 4 + 3]! / 255;
    const light = grain * (rng.next01() * 2 - 1);
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * 3 + channel;
      bytes[at] = pixels[at]! * (1 - alpha) + layer[pixel * 4 + channel]! * alpha + light;
    }
  }
  return sharp(bytes, { raw: { width: size, height: size, channels: 3 } })
    .jpeg()
    .toBuffer();
}

function drawObject(shape: Shape | undefined, { centre: [x, y], reach }: PlannedBox, rng: Rng): string {
  if (shape === undefined) return '';
  const { object, accent } = randomPalette(rng);
  const line = `stroke="${toHex(accent)}" stroke-width=".07" stroke-linejoin="round" stroke-linecap="round"`;
  const tilt = (rng.next01() * 2 - 1) * MOST_TILT_DEGREES;
  const content = shape(rng, { body: `fill="${toHex(object)}" ${line}`, detail: `fill="none" ${line}` });
  const move = `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${tilt.toFixed(1)}) scale(${reach.toFixed(2)})`;
  return `<g transform="${move}">${content}</g>`;
}

/** A spot or a stroke in the colours of an object. */
function drawClutter(rng: Rng, size: number): string {
  const { object } = randomPalette(rng);
  const [x, y] = [rng.next01() * size, rng.next01() * size];
  const reach = size * (CLUTTER.least + (CLUTTER.most - CLUTTER.least) * rng.next01());
  if (rng.next01() < 0.5)
    return `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${reach.toFixed(1)}" ry="${(reach * (0.3 + 0.7 * rng.next01())).toFixed(1)}" fill="${toHex(object)}"/>`;
  const end = () => ((rng.next01() * 2 - 1) * reach * 3).toFixed(1);
  return `<path d="M${x.toFixed(1)} ${y.toFixed(1)}q${end()} ${end()} ${end()} ${end()}" fill="none" stroke="${toHex(object)}" stroke-width="${(reach * 0.4).toFixed(1)}"/>`;
}
