/**
 * `npm run bench:duplicates [-- --sizes 10000,100000,1000000 --count 10000]`: how long finding copies takes, and which
 * of the copies planted among MNIST, Fashion-MNIST and drawn pictures are found, by how they were made. "Strangers" are images
 * in a group without a copy of theirs; both MNISTs have some real copies of their own among them.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { ImageArray } from './measureDuplicates';
import { bytesPerImage } from '../../src/core/dataset/pixels/bytesPerImage';
import { createRng } from '../../src/core/rng';
import { drawPicture, PICTURE_SIZE } from '../../scripts/demo/drawPicture';
import { SHAPES } from '../../scripts/demo/shapes';
import { readMnist } from '../../scripts/images/mnist';
import { BENCH_DATA_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { drawMany } from './drawMany';
import { measureDuplicates, type DuplicateFigures } from './measureDuplicates';
import { plantCopies } from './plantCopies';
import { printHead } from '../tableHead';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10000,100000,1000000' },
      count: { type: 'string', default: '10000' },
      data: { type: 'string', default: BENCH_DATA_DIR },
    },
  });
  const count = Number(values.count);
  printHead('images | kind of copy | found | mistakes | CPU s to find | CPU s for faults | peak MB');
  for (const size of values.sizes.split(',').filter((text) => text !== ''))
    print(`drawn 32×32×1, ${size}`, measureDuplicates(drawMany(Number(size), 1)));
  for (const [name, read] of [
    ['MNIST', () => readImages(path.join(values.data, 'mnist'), count)],
    ['Fashion-MNIST', () => readImages(path.join(values.data, 'fashion-mnist'), count)],
    ['demo pictures', () => drawDemoPictures(Math.ceil(count / 3))],
  ] as const) {
    const originals = await read();
    print(
      `${name}, ${originals.data.length / bytesPerImage(originals)}`,
      measureDuplicates(await plantCopies(originals)),
    );
  }
  return 0;
}

function print(name: string, figures: DuplicateFigures): void {
  const { recall, mistakes, secondsToFind, secondsToMeasureFaults } = figures;
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const costs = [secondsToFind.toFixed(1), secondsToMeasureFaults.toFixed(1), peakMb];
  [...recall].forEach(([kind, { found, planted }], i) => {
    const shared = i === 0 ? [mistakes, ...costs] : ['', '', '', ''];
    console.log(`| ${[i === 0 ? name : '', kind, `${found} of ${planted}`, ...shared].join(' | ')} |`);
  });
}

async function readImages(folder: string, count: number): Promise<ImageArray> {
  const { pixels, size } = await readMnist(folder);
  return { data: pixels.subarray(0, count * size * size), height: size, width: size, channels: 1 };
}

async function drawDemoPictures(count: number): Promise<ImageArray> {
  const rng = createRng(4);
  const shapes = Object.values(SHAPES);
  const stride = PICTURE_SIZE * PICTURE_SIZE * 3;
  const data = new Uint8Array(count * stride);
  for (let i = 0; i < count; i++) {
    const png = await drawPicture(shapes[i % shapes.length]!, rng);
    data.set(await sharp(png).removeAlpha().raw().toBuffer(), i * stride);
  }
  return { data, height: PICTURE_SIZE, width: PICTURE_SIZE, channels: 3 };
}

runMain(main);
