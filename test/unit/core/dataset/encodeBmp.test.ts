import assert from 'node:assert/strict';
import { decodeBmp } from '../../../../src/dataset/decode/formats/bmp';
import { encodeBmp } from '../../../../src/core/dataset/pixels/encodeBmp';

describe('encodeBmp', () => {
  it('comes back from the decoder, for odd widths, in grey and colour', () => {
    for (const channels of [1, 3] as const) {
      const [height, width] = [3, 5];
      const pixels = Uint8Array.from({ length: height * width * channels }, (_, at) => (at * 37) % 256);
      const decoded = decodeBmp(Buffer.from(encodeBmp(pixels, { height, width, channels })));
      const wanted = channels === 3 ? [...pixels] : [...pixels].flatMap((grey) => [grey, grey, grey]);
      assert.deepEqual([decoded.width, decoded.height], [width, height]);
      assert.deepEqual([...decoded.data], wanted);
    }
  });
});
