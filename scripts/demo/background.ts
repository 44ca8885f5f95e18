import type { Rng } from '../../src/core/rng';
import type { Palette } from './palette';

/** Texture cells across the picture: coarse clouds under finer ones. */
const OCTAVES = [
  { cells: 3, strength: 22 },
  { cells: 8, strength: 14 },
  { cells: 20, strength: 9 },
] as const;

/** A gradient at a random angle with cloudy texture and soft stripes: `size × size × 3` values, 0–255, not rounded. */
export function drawBackground(
  rng: Rng,
  size: number,
  { backgroundFrom, backgroundTo }: Palette,
): Float32Array {
  const clouds = OCTAVES.map(({ cells, strength }) => ({ sample: valueNoise(rng, cells), strength }));
  const angle = rng.next01() * 2 * Math.PI;
  const stripes = {
    strength: rng.next01() < 0.4 ? 12 : 0,
    angle: rng.next01() * Math.PI,
    waves: 2 + rng.next01() * 5,
  };
  const pixels = new Float32Array(size * size * 3);
  for (let y = 0, i = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const [u, v] = [x / size, y / size];
      const mix = 0.5 + 0.7 * ((u - 0.5) * Math.cos(angle) + (v - 0.5) * Math.sin(angle));
      const phase = 2 * Math.PI * stripes.waves * (u * Math.cos(stripes.angle) + v * Math.sin(stripes.angle));
      let shade = stripes.strength * Math.sin(phase);
      for (const { sample, strength } of clouds) shade += strength * (2 * sample(u, v) - 1);
      for (let channel = 0; channel < 3; channel++)
        pixels[i++] = backgroundFrom[channel]! * (1 - mix) + backgroundTo[channel]! * mix + shade;
    }
  return pixels;
}

/** Smoothly interpolated random values on a grid: (u, v) in [0, 1) to [0, 1). */
function valueNoise(rng: Rng, cells: number): (u: number, v: number) => number {
  const row = cells + 1;
  const corners = Float32Array.from({ length: row * row }, () => rng.next01());
  const ease = (t: number) => t * t * (3 - 2 * t);
  return (u, v) => {
    const [x, y] = [Math.floor(u * cells), Math.floor(v * cells)];
    const [right, down] = [ease(u * cells - x), ease(v * cells - y)];
    const at = y * row + x;
    const upper = corners[at]! * (1 - right) + corners[at + 1]! * right;
    const lower = corners[at + row]! * (1 - right) + corners[at + row + 1]! * right;
    return upper * (1 - down) + lower * down;
  };
}
