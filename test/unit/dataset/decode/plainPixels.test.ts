import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { decodeWithSharp } from '../../../../src/dataset/decode/decode';
import { plainPixels } from '../../../../src/dataset/decode/plainPixels';

const SIZE = 7;

interface PngSpec {
  readonly colorType: number;
  readonly depth?: number;
  readonly interlace?: number;
  /** Before filtering; a row has a filter byte of its own. */
  readonly rows: readonly { readonly filter: number; readonly bytes: readonly number[] }[];
  readonly width?: number;
  /** Before the pixels. */
  readonly chunks?: readonly (readonly [type: string, content: Uint8Array])[];
}

/** Any bytes are a filtered row: decoding them is what is compared, so no encoder is needed. */
function pngBytes({ colorType, depth = 8, interlace = 0, rows, width = SIZE, chunks = [] }: PngSpec): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, colorType, 0, 0, interlace], 8);
  const data = zlib.deflateSync(Uint8Array.from(rows.flatMap(({ filter, bytes }) => [filter, ...bytes])));
  // In two parts, as long files are.
  const parts = [data.subarray(0, 5), data.subarray(5)].map((part) => ['IDAT', part] as const);
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    ...[['IHDR', header] as const, ...chunks, ...parts, ['IEND', Buffer.alloc(0)] as const].map(chunkBytes),
  ]);
}

function chunkBytes([type, content]: readonly [string, Uint8Array]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(zlib.crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const rowsOf = (rowBytes: number, largest = 255, height = SIZE) =>
  fc.array(
    fc.record({
      filter: fc.integer({ min: 0, max: 4 }),
      bytes: fc.array(fc.integer({ min: 0, max: largest }), { minLength: rowBytes, maxLength: rowBytes }),
    }),
    { minLength: height, maxLength: height },
  );
const PALETTE = Buffer.from(Array.from({ length: 256 * 3 }, (_, i) => (i * 89) % 256));

describe('plainPixels', () => {
  const same = async (bytes: Buffer, channels: 1 | 3) => {
    const plain = plainPixels(bytes, { size: SIZE, channels });
    assert.ok(plain);
    const { pixels } = await decodeWithSharp(bytes, { size: SIZE, channels });
    assert.deepEqual(Buffer.from(plain), Buffer.from(pixels));
  };
  const kinds = {
    grey: { colorType: 0, samples: 1, channels: [1, 3] },
    RGB: { colorType: 2, samples: 3, channels: [3] },
    'palette of 256': { colorType: 3, samples: 1, channels: [3], chunks: [['PLTE', PALETTE] as const] },
    RGBA: { colorType: 6, samples: 4, channels: [3] },
  } as const;
  for (const [name, { colorType, samples, channels, ...rest }] of Object.entries(kinds))
    it(`gives the full decoder's pixels of ${name} with any filters`, () =>
      fc.assert(
        fc.asyncProperty(rowsOf(SIZE * samples), async (rows) => {
          for (const wanted of channels) await same(pngBytes({ colorType, rows, ...rest }), wanted);
        }),
        { numRuns: 40 },
      ));

  it('gives one channel of grey pixels that are stored as RGB or RGBA', async () => {
    const values = Array.from({ length: SIZE * SIZE }, (_, i) => (i * 37) % 256);
    for (const [colorType, alpha] of [
      [2, []],
      [6, [255]],
      [6, [90]],
    ] as const) {
      const rows = Array.from({ length: SIZE }, (_, y) => ({
        filter: 0,
        bytes: values.slice(y * SIZE, (y + 1) * SIZE).flatMap((value) => [value, value, value, ...alpha]),
      }));
      await same(pngBytes({ colorType, rows }), 1);
    }
  });

  it('passes over text and times', async () => {
    const rows = Array.from({ length: SIZE }, () => ({ filter: 0, bytes: Array<number>(SIZE).fill(9) }));
    const chunks = [
      ['tEXt', Buffer.from('Title\0x')],
      ['sRGB', Buffer.of(0)],
    ] as const;
    await same(pngBytes({ colorType: 0, rows, chunks }), 1);
  });

  describe('leaves to the full decoder', () => {
    const rows = Array.from({ length: SIZE }, () => ({ filter: 0, bytes: Array<number>(SIZE).fill(1) }));
    const grey = { colorType: 0, rows };
    const refuses = (bytes: Buffer, channels: 1 | 3 = 1) =>
      assert.equal(plainPixels(bytes, { size: SIZE, channels }), undefined);
    const whole = pngBytes(grey);

    it('other sizes, depths and interlacing', () => {
      refuses(pngBytes({ ...grey, rows: rows.slice(1) }));
      refuses(pngBytes({ ...grey, depth: 4 }));
      refuses(pngBytes({ ...grey, interlace: 1 }));
    });
    it('transparent colours, profiles, gammas, rotation and animation', () => {
      for (const type of ['tRNS', 'iCCP', 'gAMA', 'cICP', 'eXIf', 'acTL', 'zzzz'])
        refuses(pngBytes({ ...grey, chunks: [[type, Buffer.alloc(6)]] }));
    });
    it('colours where grey is asked for', () => {
      const colors = Array.from({ length: SIZE }, () => ({
        filter: 0,
        bytes: Array<number>(SIZE * 3).fill(1),
      }));
      colors[3] = { filter: 0, bytes: [200, 1, 1, ...Array<number>(SIZE * 3 - 3).fill(1)] };
      refuses(pngBytes({ colorType: 2, rows: colors }));
    });
    it('a palette that is missing or too short', () => {
      refuses(pngBytes({ colorType: 3, rows }), 3);
      refuses(pngBytes({ colorType: 3, rows, chunks: [['PLTE', Buffer.alloc(3)]] }), 3);
    });
    it('rows that are too long, too short or of an unknown filter', () => {
      refuses(pngBytes({ ...grey, rows: [...rows.slice(1), { filter: 0, bytes: [1] }] }));
      refuses(
        pngBytes({ ...grey, rows: [...rows.slice(1), { filter: 0, bytes: Array<number>(90).fill(1) }] }),
      );
      refuses(pngBytes({ ...grey, rows: [...rows.slice(1), { ...rows[0]!, filter: 5 }] }));
    });
    it('files that are cut off anywhere, and any changed byte', () => {
      for (let at = 0; at < whole.length; at++) {
        refuses(whole.subarray(0, at));
        const changed = Buffer.from(whole);
        changed[at] = changed[at]! ^ 1;
        refuses(changed);
      }
    });
    it('other formats', () => refuses(Buffer.from('BM, and so on; not a PNG at all, but long enough')));
  });
});
