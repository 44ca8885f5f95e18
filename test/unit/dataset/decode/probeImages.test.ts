import assert from 'node:assert/strict';
import sharp from 'sharp';
import { probeImages } from '../../../../src/dataset/decode/probeImages';
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
    });
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
