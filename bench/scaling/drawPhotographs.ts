import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { OUT_DIR } from '../../scripts/repoPaths';
import { createRng } from '../../src/core/rng';
import { inParallel } from '../../src/files/inParallel';
import { drawKnots, drawPixels } from '../memory/drawnImages';

/** Pixels, square. */
const EDGE = 256;
const CLASS_COUNT = 10;
/** Of a picture, how much all of its class have in common. */
const CLASS_SHARE = 0.5;
/** In grey levels: what makes a JPEG file of this edge as large as that of a photograph. */
const NOISE = 64;
const QUALITY = 85;
const AT_ONCE = 4;

/** A folder of drawn JPEG files of about 25 kB, no two alike, a twentieth with another label; written once and kept. */
export async function drawPhotographs(count: number): Promise<string> {
  const folder = path.join(OUT_DIR, 'bench', `photographs-${count}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  for (let label = 0; label < CLASS_COUNT; label++)
    await mkdir(path.join(partial, `${label}`), { recursive: true });
  const patterns = Array.from({ length: CLASS_COUNT }, (_, label) => drawKnots(createRng(label), 3));
  const work = { count, parallel: AT_ONCE, every: count, signal: new AbortController().signal };
  const writing = inParallel(work, async (image) => {
    const label = image % CLASS_COUNT;
    const given = image % 20 === label ? (label + 1) % CLASS_COUNT : label;
    const file = path.join(partial, `${given}`, `${`${image}`.padStart(7, '0')}.jpg`);
    await sharp(drawOne(patterns[label]!, image), { raw: { width: EDGE, height: EDGE, channels: 3 } })
      .jpeg({ quality: QUALITY })
      .toFile(file);
  });
  while ((await writing.next()).done !== true);
  await rename(partial, folder);
  return folder;
}

function drawOne(pattern: Float32Array, image: number): Uint8Array {
  const rng = createRng(1, image + 1);
  const own = drawKnots(rng, 3);
  const knots = own.map((value, i) => CLASS_SHARE * pattern[i]! + (1 - CLASS_SHARE) * value);
  return drawPixels(knots, EDGE, 3).map((level) =>
    Math.min(Math.max(level + NOISE * (rng.next01() - 0.5), 0), 255),
  );
}
