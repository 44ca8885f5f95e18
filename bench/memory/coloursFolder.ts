import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { plantLabelErrors } from '../../src/core/noise';
import { createRng, type Rng } from '../../src/core/rng';
import { inParallel } from '../../src/dataset/inParallel';
import { OUT_DIR } from '../../scripts/repoPaths';

const EDGE = 64;
const CLASS_COUNT = 10;
const WRONG_SHARE = 0.1;
/** Random colours along an edge, interpolated: a picture that is quick to draw, and to store. */
const KNOTS = 5;
/** Of a picture, how much all of its class have in common. */
const CLASS_SHARE = 0.5;
const AT_ONCE = 8;

/** A folder of `count` drawn PNG files of 64×64 colour pixels, no two alike; written once and kept. */
export async function coloursFolder(count: number, seed: number): Promise<string> {
  const folder = path.join(OUT_DIR, 'bench', `colours-${count}-seed-${seed}`);
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
  const patterns = Array.from({ length: CLASS_COUNT }, () => drawKnots(ofClass));
  const work = { count, parallel: AT_ONCE, every: count, signal: new AbortController().signal };
  const writing = inParallel(work, async (i) => {
    const pixels = drawPixels(patterns[labels[i]!]!, drawKnots(createRng(seed, i + 1)));
    const file = path.join(partial, String(given[i]!), `${String(i).padStart(6, '0')}.png`);
    await sharp(pixels, { raw: { width: EDGE, height: EDGE, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toFile(file);
  });
  while ((await writing.next()).done !== true);
  await rename(partial, folder);
  return folder;
}

const drawKnots = (rng: Rng): Float32Array =>
  Float32Array.from({ length: (KNOTS + 1) * (KNOTS + 1) * 3 }, () => 255 * rng.next01());

function drawPixels(pattern: Float32Array, own: Float32Array): Uint8Array {
  const knots = own.map((value, i) => CLASS_SHARE * pattern[i]! + (1 - CLASS_SHARE) * value);
  const pixels = new Uint8Array(EDGE * EDGE * 3);
  for (let y = 0, at = 0; y < EDGE; y++)
    for (let x = 0; x < EDGE; x++) {
      const [u, v] = [(x * KNOTS) / EDGE, (y * KNOTS) / EDGE];
      const [right, lower] = [u % 1, v % 1];
      const corner = 3 * (Math.floor(v) * (KNOTS + 1) + Math.floor(u));
      const below = corner + 3 * (KNOTS + 1);
      for (let channel = 0; channel < 3; channel++, at++) {
        const upper = knots[corner + channel]! * (1 - right) + knots[corner + channel + 3]! * right;
        const under = knots[below + channel]! * (1 - right) + knots[below + channel + 3]! * right;
        pixels[at] = upper * (1 - lower) + under * lower;
      }
    }
  return pixels;
}
