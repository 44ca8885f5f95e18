import { createRng, type Rng } from '../../src/core/rng';
import type { MnistImages } from '../../scripts/images/mnist';

type Point = readonly [x: number, y: number];

/** How each digit is written, from 0 to 1 across and down. */
const STROKES: readonly (readonly Point[])[] = [
  // prettier-ignore
  [[0.5, 0], [0.15, 0.25], [0.15, 0.75], [0.5, 1], [0.85, 0.75], [0.85, 0.25], [0.5, 0]],
  // prettier-ignore
  [[0.3, 0.2], [0.55, 0], [0.53, 0.35], [0.52, 0.7], [0.5, 1]],
  // prettier-ignore
  [[0.15, 0.2], [0.45, 0], [0.8, 0.2], [0.65, 0.5], [0.15, 1], [0.5, 0.95], [0.9, 0.95]],
  // prettier-ignore
  [[0.15, 0.1], [0.6, 0], [0.8, 0.2], [0.4, 0.45], [0.85, 0.7], [0.6, 1], [0.1, 0.9]],
  // prettier-ignore
  [[0.4, 0], [0.1, 0.6], [0.5, 0.62], [0.9, 0.6], [0.7, 0.3], [0.68, 0.6], [0.65, 1]],
  // prettier-ignore
  [[0.85, 0], [0.25, 0.02], [0.2, 0.45], [0.6, 0.4], [0.85, 0.7], [0.55, 1], [0.1, 0.9]],
  // prettier-ignore
  [[0.7, 0], [0.3, 0.3], [0.15, 0.7], [0.45, 1], [0.8, 0.8], [0.6, 0.55], [0.2, 0.7]],
  // prettier-ignore
  [[0.1, 0.05], [0.5, 0.03], [0.9, 0], [0.7, 0.35], [0.5, 0.7], [0.4, 1]],
  // prettier-ignore
  [[0.5, 0.45], [0.2, 0.2], [0.5, 0], [0.8, 0.2], [0.5, 0.45], [0.15, 0.75], [0.5, 1], [0.85, 0.75], [0.5, 0.45]],
  // prettier-ignore
  [[0.8, 0.25], [0.5, 0], [0.2, 0.2], [0.45, 0.45], [0.8, 0.25], [0.75, 0.6], [0.6, 1]],
];

const SIZE = 28;
/** Of the middle of the picture, as in MNIST. */
const DIGIT_SIZE = 20;
/** Standard deviation by which a hand misses the points. */
const SLIP = 0.07;

/** Digits as a hand would write them, white on black: `count` images of 28×28 bytes, the classes in turn. */
export function drawDigits(count: number, seed: number): MnistImages {
  const rng = createRng(seed);
  const labels = Int32Array.from({ length: count }, (_, image) => image % STROKES.length);
  const pixels = new Uint8Array(count * SIZE * SIZE);
  labels.forEach((label, image) =>
    drawStroke(pixels.subarray(image * SIZE * SIZE), slip(STROKES[label]!, rng), 0.8 + rng.next01()),
  );
  return { pixels, labels, size: SIZE };
}

/** Another hand: slanted, wide or narrow, each point somewhat off; in pixels. */
function slip(points: readonly Point[], rng: Rng): Point[] {
  const slant = 0.3 * rng.normal();
  const width = DIGIT_SIZE * (0.6 + 0.4 * rng.next01());
  const height = DIGIT_SIZE * (0.8 + 0.2 * rng.next01());
  return points.map(([x, y]) => {
    const down = y - 0.5 + SLIP * rng.normal();
    const across = x - 0.5 + SLIP * rng.normal() - slant * down;
    return [SIZE / 2 + across * width, SIZE / 2 + down * height];
  });
}

/** White near the line, falling off over a pixel. */
function drawStroke(pixels: Uint8Array, points: readonly Point[], radius: number): void {
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      let nearest = Infinity;
      for (let at = 1; at < points.length; at++)
        nearest = Math.min(nearest, distance([x, y], points[at - 1]!, points[at]!));
      pixels[y * SIZE + x] = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - nearest)));
    }
}

/** Of a point from the part of a line between two others. */
function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [across, down] = [toX - fromX, toY - fromY];
  const along = ((x - fromX) * across + (y - fromY) * down) / (across ** 2 + down ** 2 || 1);
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(x - fromX - at * across, y - fromY - at * down);
}
