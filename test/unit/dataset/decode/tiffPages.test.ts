import assert from 'node:assert/strict';
import sharp, { type TiffOptions } from 'sharp';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { readTiffForm } from '../../../../src/dataset/decode/formats/tiffForm';

const WIDTH = 300;

describe('a TIFF of several pages', () => {
  /** Pages one below the other, of a brightness each. */
  const tiff = (pages: readonly number[], options: TiffOptions = {}) => {
    const pixels = Buffer.concat(pages.map((level) => Buffer.alloc(WIDTH * WIDTH, level)));
    const raw = { width: WIDTH, height: WIDTH * pages.length, channels: 1, pageHeight: WIDTH } as const;
    return sharp(pixels, { raw }).tiff(options).toBuffer();
  };
  const look = async (bytes: Buffer) => {
    const { pixels, form } = await decodePixels(bytes, { size: 8, channels: 1 });
    return { first: pixels[0], form };
  };

  it('is read as its first page, which is said', async () => {
    assert.equal((await sharp(await tiff([50, 200])).metadata()).pages, 2);
    assert.deepEqual(await look(await tiff([50, 200])), { first: 50, form: 'form-pages' });
    assert.deepEqual(await look(await tiff([50, 200], { bigtiff: true })), { first: 50, form: 'form-pages' });
  });

  it('is none where there is one page, or smaller copies of it', async () => {
    assert.deepEqual(await look(await tiff([50])), { first: 50, form: undefined });
    const pyramid = await tiff([50], { pyramid: true, tile: true, tileWidth: 64, tileHeight: 64 });
    assert.ok(((await sharp(pyramid).metadata()).pages ?? 1) > 1);
    assert.deepEqual(await look(pyramid), { first: 50, form: undefined });
  });

  it('is as many pages as can be followed where it is damaged', async () => {
    const bytes = await tiff([50, 200]);
    const directory = bytes.readUInt32LE(4);
    const next = directory + 2 + 12 * bytes.readUInt16LE(directory);
    bytes.writeUInt32LE(directory, next);
    assert.equal(readTiffForm(bytes)?.hasMorePages, true);
    bytes.writeUInt32LE(0xfffffff0, next);
    assert.equal(readTiffForm(bytes)?.hasMorePages, false);
  });
});
