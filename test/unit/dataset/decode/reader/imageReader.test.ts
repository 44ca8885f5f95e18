import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import type { Box, ImagePlace } from '../../../../../src/core/dataset/imagePlace';
import { openDecodeRoom } from '../../../../../src/dataset/decode/decodeRoom';
import { ImageRefusal } from '../../../../../src/dataset/decode/formats/imageRefusal';
import { cropBox, cropOf, openPictureForCrops } from '../../../../../src/dataset/decode/reader/cropBox';
import { hashContent } from '../../../../../src/dataset/decode/reader/imageFile';
import { createImageReader } from '../../../../../src/dataset/decode/reader/imageReader';
import { decodePixels } from '../../../../../src/dataset/decode/decode';
import { createTemporaryFolder, type TemporaryFolder } from '../../temporaryFolder';

const WIDTH = 60;
const HEIGHT = 40;

describe('imageReader', () => {
  let folder: TemporaryFolder;
  let png: Buffer;
  before(async () => {
    folder = await createTemporaryFolder();
    // The colour of a pixel says where it is.
    const pixels = Buffer.from(
      Array.from({ length: WIDTH * HEIGHT }, (_, i) => [i % WIDTH, Math.floor(i / WIDTH), 200]).flat(),
    );
    png = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();
    const deflated = deflateRawSync(png);
    await folder.write('whole.png', png);
    await folder.write('archive.zip', Buffer.concat([Buffer.alloc(7), png, deflated]));
    await folder.write('raw.bin', Buffer.from([9, 9, 0, 50, 100, 150, 200, 250]));
  });
  after(() => folder.remove());

  const read = (imagePath: string, place?: ImagePlace) =>
    createImageReader(folder, openDecodeRoom(undefined)).read(imagePath, place);
  /** Bytes of a `.bmp` file of 24 bits, decoded by hand. */
  const pixelsOf = (bytes: Buffer) => {
    const [width, height] = [bytes.readInt32LE(18), bytes.readInt32LE(22)];
    const stride = Math.ceil((width * 3) / 4) * 4;
    const data = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < 3; c++)
          data[(y * width + x) * 3 + c] = bytes[54 + (height - 1 - y) * stride + x * 3 + 2 - c]!;
    return { data, width, height };
  };

  it('reads whole files and parts of files, packed or not, as the same image', async () => {
    const offset = 7 + png.length;
    const deflated = deflateRawSync(png).length;
    const places: (ImagePlace | undefined)[] = [
      undefined,
      { file: 'archive.zip', range: { offset: 7, bytes: png.length } },
      { file: 'archive.zip', range: { offset, bytes: deflated, isDeflated: true } },
    ];
    for (const place of places) {
      const image = await read('whole.png', place);
      assert.deepEqual(image.bytes, png);
      assert.deepEqual(image.contentHash(), hashContent(png));
    }
  });

  it('reads pixels', async () => {
    const shape = { height: 2, width: 3, channels: 1 } as const;
    const { bytes } = await read('x', { file: 'raw.bin', range: { offset: 2, bytes: 6 }, shape });
    const { data } = pixelsOf(bytes);
    assert.deepEqual(
      [...data].filter((_, i) => i % 3 === 0),
      [0, 50, 100, 150, 200, 250],
    );
  });

  it('cuts boxes out with a margin, as far as they lie in the picture', async () => {
    const reader = createImageReader(folder, openDecodeRoom(undefined));
    const boxes: Box[] = [
      { x: 10, y: 8, width: 20, height: 10 },
      { x: -30.5, y: 35, width: 50, height: 100 },
      { x: 59.5, y: 39.5, width: 3, height: 3 },
    ];
    for (const box of boxes) {
      const { bytes } = await reader.read('whole.png#1', { file: 'whole.png', box });
      const { data, width, height } = pixelsOf(bytes);
      const crop = cropOf(box, { width: WIDTH, height: HEIGHT });
      assert.deepEqual([width, height], [crop.width, crop.height]);
      assert.deepEqual([...data.subarray(0, 3)], [crop.x, crop.y, 200]);
      assert.deepEqual([...data.subarray(-3)], [crop.x + width - 1, crop.y + height - 1, 200]);
    }
    assert.deepEqual(cropOf(boxes[0]!, { width: WIDTH, height: HEIGHT }), {
      x: 6,
      y: 4,
      width: 28,
      height: 18,
    });
  });

  it('tells boxes of a picture apart, and the same box of another picture', async () => {
    const hashOf = async (file: string, box: Box) => (await read('x', { file, box })).contentHash().join();
    await folder.write('other.png', await sharp(png).negate().png().toBuffer());
    const box = { x: 1, y: 1, width: 9, height: 9 };
    const hashes = [
      await hashOf('whole.png', box),
      await hashOf('whole.png', { ...box, width: 10 }),
      await hashOf('other.png', box),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    assert.equal(await hashOf('whole.png', box), hashes[0]);
  });

  it('makes a large picture smaller before it is cut', async () => {
    const white = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const large = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#000000' } })
      .composite([{ input: white, left: 500, top: 300 }])
      .png()
      .toBuffer();
    const picture = await openPictureForCrops(large, openDecodeRoom(undefined), 300 * 200);
    assert.deepEqual(picture.size, { width: 300, height: 200 });
    const bytes = cropBox(picture, { x: 500, y: 300, width: 60, height: 40 });
    const { pixels } = await decodePixels(bytes, { size: 9, channels: 1 });
    assert.ok(pixels[40]! > 250, 'white in the middle');
    assert.ok(pixels[0]! < 60, 'black in the margin');
  });

  it('refuses boxes that show nothing, and places that are not there', async () => {
    const refused = async (place: ImagePlace, why: RegExp) =>
      assert.rejects(read('x', place), (error) => error instanceof ImageRefusal && why.test(error.message));
    await refused({ file: 'whole.png', box: { x: 3, y: 3, width: 0, height: 5 } }, /no area/);
    await refused({ file: 'whole.png', box: { x: 60, y: 3, width: 5, height: 5 } }, /outside.* 60 × 40/);
    await refused({ file: 'archive.zip', range: { offset: 7, bytes: 1e9 } }, /damaged/);
    const shape = { height: 2, width: 2, channels: 3 } as const;
    await refused({ file: 'raw.bin', range: { offset: 0, bytes: 6 }, shape }, /damaged/);
  });
});
