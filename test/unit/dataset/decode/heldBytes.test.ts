import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { wordMessage } from '../../../../src/core/words/message';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { unreadableReason } from '../../../../src/dataset/decode/unreadableReason';
import { tiffBytes } from './tiffBytes';

const EDGE = 15_000;

describe('a small file that claims many pixels', () => {
  const flat = (channels: 3 | 4 = 3) =>
    sharp({ create: { width: 32, height: 32, channels, background: { r: 0, g: 0, b: 99, alpha: 0 } } });
  const png = async (image: Sharp, width = EDGE, height = EDGE) => {
    const bytes = await image.toBuffer();
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    return bytes;
  };
  const jpeg = async (image: Sharp, { inScans = false } = {}) => {
    const bytes = await image.toBuffer();
    const frame = bytes.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(bytes[at + 1]!));
    bytes.writeUInt16BE(EDGE, frame + 5);
    bytes.writeUInt16BE(EDGE, frame + 7);
    if (!inScans) return bytes;
    // The first scan is of the first component alone.
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    const header = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    return Buffer.concat([bytes.subarray(0, scan), header, bytes.subarray(scan + 14)]);
  };
  const animation = async () => {
    const frames = await Promise.all([flat().png().toBuffer(), flat().negate().png().toBuffer()]);
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    bytes.writeUIntLE(EDGE - 1, 24, 3);
    bytes.writeUIntLE(EDGE - 1, 27, 3);
    return bytes;
  };
  const bitmap = () => {
    const bytes = Buffer.alloc(62 + 1880 * EDGE);
    bytes.write('BM');
    bytes.writeUInt32LE(62, 10);
    bytes.writeUInt32LE(40, 14);
    bytes.writeUInt32LE(EDGE, 18);
    bytes.writeUInt32LE(EDGE, 22);
    bytes.writeUInt16LE(1, 28);
    return bytes;
  };
  const tiff = (width: number, height: number) => {
    const bytes = tiffBytes({ width: 9, height: 9, samples: 3, type: 'float32', valueAt: () => 0 });
    const directory = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(width, directory + 10);
    bytes.writeUInt32LE(height, directory + 22);
    return bytes;
  };

  const files: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
    'an interlaced PNG': () => png(flat().png({ progressive: true })),
    'a PNG with a few very long rows': () => png(flat().png(), 999_999, 200),
    'a progressive JPEG': () => jpeg(flat().jpeg({ progressive: true, chromaSubsampling: '4:4:4' })),
    'a JPEG that is not progressive, of several scans': () =>
      jpeg(flat().jpeg({ chromaSubsampling: '4:4:4' }), { inScans: true }),
    'an animated WebP': animation,
    'a BMP of one bit a pixel': bitmap,
    'a TIFF of numbers': () => tiff(8000, 8000),
    'a TIFF with a few very long rows': () => tiff(1_000_000, 200),
  };
  for (const [name, draw] of Object.entries(files))
    it(`is refused by its header: ${name}`, async () => {
      const error = await decodePixels(await draw(), { size: 8, channels: 3 }).then(
        () => assert.fail('read'),
        (reason: unknown) => reason,
      );
      const reason = wordMessage(unreadableReason(error));
      assert.match(reason, /^\d+ × \d+ pixels, more than the \d+ million that can be read/u);
    });

  it('is read where it takes no memory: a JPEG in one scan, a PNG in rows', async () => {
    for (const bytes of [await jpeg(flat().jpeg()), await png(flat().png())]) {
      const error = await decodePixels(bytes, { size: 8, channels: 3 }).catch((reason: unknown) => reason);
      assert.match(wordMessage(unreadableReason(error)), /^damaged or cut off/u);
    }
  });
});
