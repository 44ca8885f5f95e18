import assert from 'node:assert/strict';
import sharp from 'sharp';
import { pictureType } from '../../../../src/core/report/pictureType';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } } });

describe('the type of a picture', () => {
  it('and its longer edge are told by its bytes', async () => {
    const made = {
      'image/png': picture(70, 20).png(),
      'image/jpeg': picture(70, 20).jpeg(),
      'image/gif': picture(70, 20).gif(),
    };
    for (const [type, image] of Object.entries(made))
      assert.deepEqual(pictureType(await image.toBuffer()), { type, edge: 70 });
    for (const options of [{ lossless: true }, { quality: 80 }])
      for (const [width, height] of [
        [70, 20],
        [3, 300],
      ] as const) {
        const image = picture(width, height).flatten();
        for (const each of [picture(width, height), image])
          assert.deepEqual(pictureType(await each.webp(options).toBuffer()), {
            ...{ type: 'image/webp', edge: Math.max(width, height) },
          });
      }
  });

  it('is none of what is no picture, or too short', async () => {
    const png = await picture(2, 2).png().toBuffer();
    assert.equal(pictureType(png.subarray(0, 20)), undefined);
    assert.equal(
      pictureType(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')),
      undefined,
    );
    assert.equal(pictureType(Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----')), undefined);
    const jpeg = Buffer.alloc(40, 0xff);
    jpeg[1] = 0xd8;
    assert.deepEqual(pictureType(jpeg), { type: 'image/jpeg', edge: undefined });
  });
});
