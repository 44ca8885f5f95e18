import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { createRng, type Rng } from '../../src/core/rng';

export interface DrawnImages {
  readonly count: number;
  readonly size: number;
  readonly kind: 'photograph' | 'drawing';
  readonly seed: number;
}

/** So many different pictures; the files beyond are copies, which decode no faster. */
const DIFFERENT = 400;
/** Grid cells across, and how strongly they show: details fall off as they do in photographs. */
const OCTAVES = [
  [4, 60],
  [14, 40],
  [28, 25],
  [56, 15],
  [112, 8],
  [224, 5],
] as const;

/** Writes JPEG photographs of noise at all scales (quality 85), or PNG drawings of grey strokes on black, in two classes. */
export async function drawImages(folder: string, { count, size, kind, seed }: DrawnImages): Promise<void> {
  const rng = createRng(seed);
  const files: Buffer[] = [];
  for (let i = 0; i < Math.min(count, DIFFERENT); i++)
    files.push(kind === 'photograph' ? await photograph(size, rng) : await drawing(size, rng));
  for (const name of ['a', 'b']) await mkdir(path.join(folder, name), { recursive: true });
  const extension = kind === 'photograph' ? 'jpg' : 'png';
  for (let i = 0; i < count; i++)
    await writeFile(
      path.join(folder, i % 2 === 0 ? 'a' : 'b', `${i}.${extension}`),
      files[i % files.length]!,
    );
}

async function photograph(size: number, rng: Rng): Promise<Buffer> {
  const sum = new Float32Array(size * size * 3).fill(128);
  for (const [cells, strength] of OCTAVES) {
    const noise = Buffer.from(Uint8Array.from({ length: cells * cells * 3 }, () => rng.nextInt(256)));
    const layer = await sharp(noise, { raw: { width: cells, height: cells, channels: 3 } })
      .resize(size, size, { kernel: 'cubic', fit: 'fill' })
      .raw()
      .toBuffer();
    for (let i = 0; i < sum.length; i++) sum[i]! += ((layer[i]! - 128) / 128) * strength;
  }
  return sharp(Uint8ClampedArray.from(sum), { raw: { width: size, height: size, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

async function drawing(size: number, rng: Rng): Promise<Buffer> {
  const pixels = new Uint8Array(size * size);
  let [x, y] = [size / 2, size / 2];
  for (let step = 0; step < size * 3; step++) {
    x = Math.min(Math.max(x + rng.normal(), 2), size - 3);
    y = Math.min(Math.max(y + rng.normal(), 2), size - 3);
    for (const [dx, dy, ink] of [
      [0, 0, 255],
      [1, 0, 140],
      [0, 1, 180],
    ] as const) {
      const at = Math.floor(y + dy) * size + Math.floor(x + dx);
      pixels[at] = Math.max(pixels[at]!, ink - rng.nextInt(30));
    }
  }
  return sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
