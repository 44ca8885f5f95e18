import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  DATASETS,
  readNoisyImages,
  type NoiseRequest,
  type NoisyImages,
} from '../../bench/detection/noisyImages';
import { NOISE_KINDS, plantLabelErrors } from '../../scripts/images/noise';
import { MNIST_CLASSES, type MnistImages } from '../../scripts/images/mnist';
import { temporaryFolder } from '../unit/temporaryFolder';
import { drawDigits } from './drawDigits';

/** Of each drawn dataset. */
const COUNT = 1200;

const errorsOf = ({ images, givenLabels }: NoisyImages) =>
  givenLabels.reduce((count, label, i) => count + Number(label !== images.labels[i]), 0);

describe('readNoisyImages', () => {
  const folder = temporaryFolder();
  const digits = drawDigits(COUNT, 5);

  beforeEach(async () => {
    for (const dataset of DATASETS) await writeIdxFiles(path.join(folder(), dataset), digits);
  });

  const request: NoiseRequest = { dataset: 'mnist', count: 1000, noise: 'uniform', rate: 0.2, seed: 3 };
  const read = (change: Partial<NoiseRequest>) => readNoisyImages({ ...request, ...change }, folder());

  for (const dataset of DATASETS)
    for (const noise of NOISE_KINDS)
      it(`plants ${noise} errors in images of ${dataset} that the seed draws`, async () => {
        const noisy = await read({ dataset, noise });
        assert.equal(noisy.givenLabels.length, 1000);
        assert.equal(noisy.images.pixels.length, 1000 * 28 * 28);
        const errors = errorsOf(noisy);
        if (noise === 'uniform') assert.equal(errors, 200);
        // Half of the classes are taken for another one; 20.6% of the images are expected to be wrong.
        if (noise === 'asymmetric') assert.ok(errors > 60 && errors < 140, `${errors}`);
        if (noise === 'instance-dependent') assert.ok(errors > 140 && errors < 270, `${errors}`);
      });

  it('draws the same images and errors for the same seed only', async () => {
    const { images, givenLabels } = await read({});
    const again = await read({});
    assert.deepEqual([again.images.labels, again.givenLabels], [images.labels, givenLabels]);
    assert.notDeepEqual((await read({ seed: 4 })).images.labels, images.labels);
  });

  it('takes the published noisy labels for all images', async () => {
    const published = plantLabelErrors(digits.labels, { classCount: MNIST_CLASSES, rate: 0.2, seed: 99 });
    await mkdir(path.join(folder(), 'noisy-labels'));
    await writeFile(path.join(folder(), 'noisy-labels', 'mnist-noisy-0.2.u8'), Uint8Array.from(published));
    const { images, givenLabels } = await read({ count: undefined });
    assert.deepEqual(images.labels, digits.labels);
    assert.deepEqual(givenLabels, published);
  });

  it('refuses to draw more images than there are', async () => {
    await assert.rejects(read({ count: COUNT + 1 }), /only 1200/);
  });
});

/** As MNIST is published: big-endian headers, then the bytes. */
async function writeIdxFiles(folder: string, { pixels, labels, size }: MnistImages): Promise<void> {
  const header = (magic: number, ...sizes: readonly number[]) => {
    const bytes = Buffer.alloc(4 * (1 + sizes.length));
    [magic, ...sizes].forEach((value, at) => bytes.writeUInt32BE(value, 4 * at));
    return bytes;
  };
  const write = (name: string, parts: readonly Uint8Array[]) =>
    writeFile(path.join(folder, name), gzipSync(Buffer.concat(parts), { level: 1 }));
  const count = labels.length;
  await mkdir(folder);
  await write('train-images-idx3-ubyte.gz', [header(0x803, count, size, size), pixels]);
  await write('train-labels-idx1-ubyte.gz', [header(0x801, count), Uint8Array.from(labels)]);
}
