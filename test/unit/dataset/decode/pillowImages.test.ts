import assert from 'node:assert/strict';
import { wordMessage } from '../../../../src/core/words/message';
import { resizeWithSharp } from '../../../../src/dataset/decode/decode';
import { unreadableReason } from '../../../../src/dataset/decode/unreadableReason';
import images from '../../../fixtures/pillowImages.json';

describe('pixels of odd variants', () => {
  for (const { name, most, width, height, file, pixels } of images)
    it(`are those that Pillow reads: ${name}`, async () => {
      const sizeOf = (original: { readonly width: number; readonly height: number }) => original;
      const read = resizeWithSharp(Buffer.from(file, 'base64'), { channels: 3, sizeOf });
      const picture = await read.catch((error: unknown) => assert.fail(wordMessage(unreadableReason(error))));
      assert.deepEqual([picture.width, picture.height], [width, height]);
      const expected = Buffer.from(pixels, 'base64');
      const furthest = Math.max(...picture.pixels.map((value, at) => Math.abs(value - expected[at]!)));
      assert.ok(furthest <= most, `${furthest} levels apart`);
    });
});
