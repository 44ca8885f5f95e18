import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { plantLabelErrors } from '../../scripts/images/noise';
import { createRng, type Rng } from '../../src/core/rng';
import { inParallel } from '../../src/files/inParallel';
import { OUT_DIR } from '../../scripts/repoPaths';

/** What is drawn, square. */
export interface DrawnImages {
  readonly count: number;
  /** Pixels. */
  readonly edge: number;
  readonly channels: 1 | 3;
  readonly seed: number;
}

const USUAL_EDGE = 64;
const CLASS_COUNT = 10;
const WRONG_SHARE = 0.1;
/** Random colours along an edge, interpolated: a picture that is quick to draw, and to store. */
const KNOTS = 5;
/** Of a picture, how much all of its class have in common. */
const CLASS_SHARE = 0.5;
const AT_ONCE = 8;

/** A folder of drawn PNG files, no two alike; written once and kept. */
export async function drawnImages({ count, edge, channels, seed }: DrawnImages): Promise<string> {
  const kind = channels === 3 ? 'colours' : 'greys';
  const size = edge === USUAL_EDGE ? '' : `-${edge}`;
  const folder = path.join(OUT_DIR, 'bench', `${kind}${size}-${count}-seed-${seed}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  console.log(`Drawing ${count} images.`);
  // Under its name only when complete.
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  for (let label = 0; label < CLASS_COUNT; label++)
    await mkdir(path.join(partial, String(label)), { recursive: true });
  const labels = Int32Array.from({ length: count }, (_, i) => i % CLASS_COUNT);
  const given = plantLabelErrors(labels, { classCount: CLASS_COUNT, rate: WRONG_SHARE, seed });
  const ofClass = createRng(seed);
  const patterns = Array.from({ length: CLASS_COUNT }, () => drawKnots(ofClass, channels));
  const work = { count, parallel: AT_ONCE, every: count, signal: new AbortController().signal };
  const writing = inParallel(work, async (i) => {
    const knots = mixKnots(patterns[labels[i]!]!, drawKnots(createRng(seed, i + 1), channels));
    const file = path.join(partial, String(given[i]!), `${String(i).padStart(6, '0')}.png`);
    await sharp(drawPixels(knots, edge, channels), { raw: { width: edge, height: edge, channels } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png({ compressionLevel: 1 })
      .toFile(file);
  });
  while ((await writing.next()).done !== true);
  await rename(partial, folder);
  return folder;
}

/** Of a picture, see `KNOTS`. */
export const drawKnots = (rng: Rng, channels: number): Float32Array =>
  Float32Array.from({ length: (KNOTS + 1) * (KNOTS + 1) * channels }, () => 255 * rng.next01());

const mixKnots = (pattern: Float32Array, own: Float32Array): Float32Array =>
  own.map((value, i) => CLASS_SHARE * pattern[i]! + (1 - CLASS_SHARE) * value);

export function drawPixels(knots: Float32Array, edge: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(edge * edge * channels);
  for (let y = 0, at = 0; y < edge; y++)
    for (let x = 0; x < edge; x++) {
      const [u, v] = [(x * KNOTS) / edge, (y * KNOTS) / edge];
      const [right, lower] = [u % 1, v % 1];
      const corner = channels * (Math.floor(v) * (KNOTS + 1) + Math.floor(u));
      const below = corner + channels * (KNOTS + 1);
      for (let channel = 0; channel < channels; channel++, at++) {
        const upper = knots[corner + channel]! * (1 - right) + knots[corner + channel + channels]! * right;
        const under = knots[below + channel]! * (1 - right) + knots[below + channel + channels]! * right;
        pixels[at] = upper * (1 - lower) + under * lower;
      }
    }
  return pixels;
}
