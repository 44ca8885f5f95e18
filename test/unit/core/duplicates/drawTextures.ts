import type { ImageShape, PixelTensor } from '../../../../src/core/dataset/dataset';
import { pixelsInMemory } from '../../../../src/core/dataset/pixelsInMemory';
import { createRng, type Rng } from '../../../../src/core/rng';

const EDGE = 32;

/** A picture that can be looked at anywhere: brightness 0–255 of a channel at a place from 0 to 1. */
export type Picture = (x: number, y: number, channel: number) => number;

/** Random smooth pictures of several waves and a disc, in colour. */
export function drawPicture(rng: Rng): Picture {
  const waves = Array.from({ length: 5 }, () => ({
    across: (rng.next01() - 0.5) * 10,
    down: (rng.next01() - 0.5) * 10,
    phase: rng.next01(),
    weights: [rng.next01(), rng.next01(), rng.next01()],
  }));
  const [left, upper, radius] = [rng.next01(), rng.next01(), 0.1 + 0.2 * rng.next01()];
  return (x, y, channel) => {
    const light = waves.reduce(
      (sum, { across, down, phase, weights }) =>
        sum + (weights[channel] ?? 0) * Math.sin(2 * Math.PI * (across * x + down * y + phase)),
      0,
    );
    const isInDisc = (x - left) ** 2 + (y - upper) ** 2 < radius ** 2;
    return 110 + 30 * light + (isInDisc ? 45 : 0);
  };
}

/** How a copy differs from its picture. */
export interface CopyChange {
  /** Standard deviation of the noise in grey levels. */
  readonly noise?: number;
  /** Cut off on each side, as a share of the edge. */
  readonly crop?: number;
  readonly gain?: number;
  readonly brightness?: number;
}

/** As `drawAll`, to be read. */
export const toTensor = (...pictures: Parameters<typeof drawAll>): PixelTensor =>
  pixelsInMemory(drawAll(...pictures));

/** Pictures one after another; `changes[i]` says how the i-th is changed. */
export function drawAll(
  pictures: readonly Picture[],
  {
    changes = [],
    channels = 3,
    seed = 9,
  }: { readonly changes?: readonly CopyChange[]; readonly channels?: 1 | 3; readonly seed?: number } = {},
): ImageShape & { readonly data: Uint8Array } {
  const rng = createRng(seed);
  const data = new Uint8Array(pictures.length * EDGE * EDGE * channels);
  let at = 0;
  for (const [i, picture] of pictures.entries()) {
    const { noise = 0, crop = 0, gain = 1, brightness = 0 } = changes[i] ?? {};
    const place = (pixel: number) => crop + ((pixel + 0.5) / EDGE) * (1 - 2 * crop);
    for (let y = 0; y < EDGE; y++)
      for (let x = 0; x < EDGE; x++)
        for (let channel = 0; channel < channels; channel++) {
          const value = gain * picture(place(x), place(y), channel) + brightness + noise * rng.normal();
          data[at++] = Math.min(255, Math.max(0, Math.round(value)));
        }
  }
  return { data, height: EDGE, width: EDGE, channels };
}
