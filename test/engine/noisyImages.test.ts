import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { DATASETS, readNoisyImages, type NoiseRequest, type NoisyImages } from '../../bench/noisyImages';
import { SHARED_DATA_DIR } from '../../scripts/repoPaths';
import { NOISE_KINDS } from '../../scripts/images/noise';

const errorsOf = ({ images, givenLabels }: NoisyImages) =>
  givenLabels.reduce((count, label, i) => count + Number(label !== images.labels[i]), 0);

describe('readNoisyImages', () => {
  before(function () {
    if (existsSync(SHARED_DATA_DIR)) return;
    console.error(`Skipped: there is no ${SHARED_DATA_DIR}, which holds MNIST and Fashion-MNIST.`);
    this.skip();
  });

  const request: NoiseRequest = { dataset: 'mnist', count: 1000, noise: 'uniform', rate: 0.2, seed: 3 };
  const read = (change: Partial<NoiseRequest>) => readNoisyImages({ ...request, ...change }, SHARED_DATA_DIR);

  for (const dataset of DATASETS)
    for (const noise of NOISE_KINDS)
      it(`plants ${noise} errors in images of ${dataset} that the seed draws`, async () => {
        const noisy = await read({ dataset, noise });
        assert.equal(noisy.givenLabels.length, 1000);
        assert.equal(noisy.images.pixels.length, 1000 * 28 * 28);
        const errors = errorsOf(noisy);
        if (noise === 'uniform') assert.equal(errors, 200);
        // Half of the classes are taken for another one; 20.6 % of the images are expected to be wrong.
        if (noise === 'asymmetric') assert.ok(errors > 60 && errors < 140, `${errors}`);
        if (noise === 'instance-dependent') assert.ok(errors > 140 && errors < 270, `${errors}`);
      });

  it('draws the same images and errors for the same seed only', async () => {
    const { images, givenLabels } = await read({});
    const again = await read({});
    assert.deepEqual([again.images.labels, again.givenLabels], [images.labels, givenLabels]);
    assert.notDeepEqual((await read({ seed: 4 })).images.labels, images.labels);
  });

  it('has the shared noisy labels for all images: 12,042 of MNIST’s are wrong at 0.2', async () => {
    const noisy = await read({ count: undefined });
    assert.equal(noisy.givenLabels.length, 60_000);
    assert.equal(errorsOf(noisy), 12_042);
  });

  it('refuses to draw more images than there are', async () => {
    await assert.rejects(read({ count: 60_001 }), /only 60000/);
  });
});
