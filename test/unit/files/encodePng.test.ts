import assert from 'node:assert/strict';
import sharp from 'sharp';
import { encodePng } from '../../../src/files/encodePng';

describe('encodePng', () => {
  const pixels = (bytes: number) => Uint8Array.from({ length: bytes }, (_, i) => (i * 37) % 256);

  it('is read back by another decoder, which checks its sums', async () => {
    for (const [height, width, channels] of [
      [1, 1, 1],
      [3, 5, 1],
      [5, 3, 3],
      [300, 201, 3],
    ] as const) {
      const data = pixels(height * width * channels);
      const png = await encodePng(data, { height, width, channels });
      const image = sharp(png, { failOn: 'warning' });
      assert.equal((await image.metadata()).format, 'png');
      const read = await image
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.deepEqual([read.info.height, read.info.width, read.info.channels], [height, width, channels]);
      assert.deepEqual(new Uint8Array(read.data), data);
    }
  });
});
