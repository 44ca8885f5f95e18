import assert from 'node:assert/strict';
import sharp from 'sharp';
import { probeImages } from '../../../../src/dataset/decode/probeImages';
import { wordMessage } from '../../../../src/core/words/message';
import { tiffBytes } from './tiffBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

describe('probeImages', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  const png = (width: number, colour: { r: number; g: number; b: number }) =>
    sharp({ create: { width, height: 20, channels: 3, background: colour } })
      .png()
      .toBuffer();
  const GREY = { r: 90, g: 90, b: 90 };

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('measures the median size and passes over what cannot be read', async () => {
    const paths = ['1.png', '2.png', '3.png', '4.png'];
    for (const [i, width] of [10, 50, 30].entries()) await folder.write(paths[i]!, await png(width, GREY));
    await folder.write('4.png', 'text');
    assert.deepEqual(await probeImages({ root: folder.root, paths }, 4, signal), {
      medianWidth: 30,
      medianHeight: 20,
      greyscale: true,
      warnings: [],
    });
  });

  it('says once what numbers were taken for where the format leaves it open', async () => {
    const paths = ['1.tif', '2.tif', '3.png'];
    for (const name of paths.slice(0, 2))
      await folder.write(
        name,
        tiffBytes({ width: 9, height: 9, samples: 1, type: 'float32', valueAt: (x) => x / 9 }),
      );
    await folder.write('3.png', await png(10, GREY));
    const { warnings } = await probeImages({ root: folder.root, paths }, 64, signal);
    assert.deepEqual(
      warnings.map((warning) => wordMessage(warning)),
      [
        'Some images, such as 1.tif, hold floating-point numbers; they were read from 0 for black to 1, or the range of 16 bits, for white.',
      ],
    );
  });

  it('tells colour images from grey ones in a format with three channels', async () => {
    await folder.write('1.png', await png(10, GREY));
    await folder.write('2.png', await png(10, { r: 200, g: 20, b: 200 }));
    const probe = (paths: readonly string[]) => probeImages({ root: folder.root, paths }, 64, signal);
    assert.equal((await probe(['1.png'])).greyscale, true);
    assert.equal((await probe(['1.png', '2.png'])).greyscale, false);
    assert.equal((await probe([])).greyscale, false);
  });
});
