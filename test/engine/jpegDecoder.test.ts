import assert from 'node:assert/strict';
import fc from 'fast-check';
import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { createRng } from '../../src/core/rng';
import { decodeWithSharp } from '../../src/dataset/decode/decode';
import { encoderView } from '../../src/dataset/decode/encoderView';
import { createJpegDecoder, type JpegDecoder } from '../../src/dataset/decode/jpeg/jpegDecoder';
import { lanczosWeights } from '../../src/dataset/decode/jpeg/lanczosWeights';
import { WASM_FOLDER } from './wasmFolder';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly seed?: number;
  readonly channels?: 1 | 3;
}

/** Waves of a few pixels and noise: detail that a wrong scale, filter or order of channels shows in. */
function draw({ width, height, seed = 1, channels = 3 }: Picture): Sharp {
  const rng = createRng(seed);
  const waves = Array.from({ length: channels }, () => [rng.nextInt(9) + 4, rng.nextInt(9) + 4] as const);
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (const [across, down] of waves)
        data[at++] = 128 + 90 * Math.sin(x / across) * Math.cos(y / down) + rng.nextInt(30) - 15;
  const image = sharp(data, { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

const encode = (picture: Picture, options: JpegOptions = {}) => draw(picture).jpeg(options).toBuffer();

/** Mean absolute difference, in levels of 256. */
function difference(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

/** Literal: every pixel of the result sums over the whole image. */
function shrinkSlowly(rgb: Uint8Array, from: number, to: number): number[] {
  const { starts, weights, taps } = lanczosWeights(from, to);
  const weightOf = (i: number, at: number) => {
    const tap = at - starts[i]!;
    return tap >= 0 && tap < taps ? weights[i * taps + tap]! : 0;
  };
  const result: number[] = [];
  for (let y = 0; y < to; y++)
    for (let x = 0; x < to; x++)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let row = 0; row < from; row++)
          for (let column = 0; column < from; column++)
            sum += weightOf(y, row) * weightOf(x, column) * rgb[(row * from + column) * 3 + channel]!;
        result.push(Math.min(Math.max(sum, 0), 255));
      }
  return result;
}

describe('JPEG decoder', () => {
  let decoder: JpegDecoder;
  before(() => {
    decoder = createJpegDecoder(WASM_FOLDER);
  });
  const decode = (bytes: Buffer, size: number) =>
    decoder(bytes, { sizeOf: () => ({ width: size, height: size }) });
  const full = async (bytes: Buffer, size: number) => decodeWithSharp(bytes, { size, channels: 3 });

  it("gives the full decoder's very pixels where nothing is shrunk, however the file was written", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          size: fc.integer({ min: 1, max: 40 }),
          seed: fc.integer({ min: 0, max: 1e6 }),
          channels: fc.constantFrom(1 as const, 3 as const),
        }),
        fc.record({
          quality: fc.integer({ min: 5, max: 100 }),
          chromaSubsampling: fc.constantFrom('4:4:4', '4:2:0'),
          progressive: fc.boolean(),
          optimiseCoding: fc.boolean(),
        }),
        async ({ size, ...picture }, options) => {
          const bytes = await encode({ width: size, height: size, ...picture }, options);
          const decoded = decode(bytes, size);
          assert.ok(decoded);
          assert.deepEqual([decoded.width, decoded.height], [size, size]);
          assert.deepEqual(Buffer.from(decoded.rgb), Buffer.from((await full(bytes, size)).pixels));
        },
      ),
      { numRuns: 60 },
    ));

  it('shrinks as the sums say', async () => {
    const bytes = await encode({ width: 24, height: 24 });
    // No scale of libjpeg's lies between.
    for (const size of [22, 23]) {
      const expected = shrinkSlowly((await full(bytes, 24)).pixels, 24, size);
      const { rgb } = decode(bytes, size)!;
      for (const [i, value] of expected.entries()) assert.ok(Math.abs(rgb[i]! - value) <= 0.501, `${i}`);
    }
  });

  it('comes close to all pixels decoded and then shrunk, at any smaller size and shape', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 8, max: 20 }),
        fc.constantFrom(1 as const, 3 as const),
        async (width, height, size, channels) => {
          const bytes = await encode({ width, height, channels });
          const decoded = decode(bytes, size);
          assert.ok(decoded);
          assert.deepEqual([decoded.width, decoded.height], [width, height]);
          const raw = await sharp(bytes).toColourspace('srgb').raw().toBuffer();
          const shrunk = sharp(raw, { raw: { width, height, channels: 3 } }).resize(size, size, {
            fit: 'fill',
          });
          assert.ok(difference(decoded.rgb, await shrunk.raw().toBuffer()) < 6);
        },
      ),
      { numRuns: 60 },
    ));

  it('comes close to that with proportions kept, as an encoder is shown images', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 600 }),
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 8, max: 20 }),
        async (width, height, size) => {
          const bytes = await encode({ width, height });
          const asked = { count: 0 };
          const decodeJpeg: JpegDecoder = (...args) => {
            asked.count++;
            const decoded = decoder(...args);
            assert.ok(decoded);
            return decoded;
          };
          const fast = await encoderView(bytes, size, { decodeJpeg });
          const full = await encoderView(await sharp(bytes).png().toBuffer(), size);
          assert.equal(asked.count, 1);
          assert.deepEqual(
            [fast.width, fast.height, fast.squares.length],
            [width, height, full.squares.length],
          );
          for (const [i, square] of fast.squares.entries())
            assert.ok(difference(square, full.squares[i]!) < 6);
        },
      ),
      { numRuns: 60 },
    ));

  it('decodes images marked as sRGB for an encoder, and for nobody else', async () => {
    const bytes = await draw({ width: 90, height: 60 }).withIccProfile('srgb').jpeg().toBuffer();
    assert.equal(decode(bytes, 16), undefined);
    const { squares } = await encoderView(bytes, 16, { decodeJpeg: decoder });
    const unmarked = await encode({ width: 90, height: 60 });
    assert.deepEqual(squares, (await encoderView(unmarked, 16, { decodeJpeg: decoder })).squares);
    const other = await draw({ width: 90, height: 60 }).withIccProfile('p3').jpeg().toBuffer();
    const full = await encoderView(other, 16);
    assert.deepEqual((await encoderView(other, 16, { decodeJpeg: decoder })).squares, full.squares);
  });

  describe('leaves to the full decoder', () => {
    const refuses = async (bytes: Buffer | Promise<Buffer>, size = 16) =>
      assert.equal(decode(await bytes, size), undefined);
    const square = { width: 40, height: 40 };

    it('images that are smaller than wanted, or of more than four million pixels', async () => {
      await refuses(encode({ width: 15, height: 40 }));
      await refuses(encode({ width: 40, height: 15 }));
      await refuses(
        sharp({ create: { width: 2049, height: 2048, channels: 3, background: 'red' } })
          .jpeg()
          .toBuffer(),
      );
    });

    it('other formats, CMYK, colour profiles and rotation', async () => {
      await refuses(draw(square).png().toBuffer());
      await refuses(draw(square).toColourspace('cmyk').jpeg().toBuffer());
      await refuses(draw(square).withIccProfile('p3').jpeg().toBuffer());
      await refuses(draw(square).withMetadata({ orientation: 6 }).jpeg().toBuffer());
      const upright = await draw(square)
        .withExif({ IFD0: { Artist: 'x' } })
        .jpeg()
        .toBuffer();
      assert.ok(decode(upright, 16));
    });

    it('files that are cut off anywhere', async () => {
      for (const progressive of [false, true]) {
        const bytes = await encode(square, { progressive });
        for (let end = 0; end < bytes.length - 2; end++) await refuses(bytes.subarray(0, end));
      }
    });

    it('what libjpeg-turbo gives up on, and decodes the next as before', async () => {
      const bytes = await encode(square);
      const before = decode(bytes, 16);
      const tables = bytes.indexOf(Buffer.of(0xff, 0xc4));
      const damaged = Buffer.from(bytes);
      damaged.fill(255, tables + 5, tables + 21); // more codes than there can be
      await refuses(damaged);
      assert.deepEqual(decode(bytes, 16), before);
    });
  });

  it('takes no table from the image before', async () => {
    const bytes = await encode({ width: 24, height: 24 });
    const tableless = Buffer.from(bytes);
    const frame = tableless.indexOf(Buffer.from([0xff, 0xc0]));
    // The number of the table of the first component, which the file does not have; the image before has it.
    tableless[frame + 12] = 3;
    const before = Buffer.from(bytes);
    before[frame + 12] = 3;
    const table = before.indexOf(Buffer.from([0xff, 0xdb]));
    before[table + 4] = 3;
    assert.equal(decode(tableless, 24), undefined);
    decode(before, 24);
    assert.equal(decode(tableless, 24), undefined);
  });

  it('never differs from the full decoder on changed files, whichever byte it is', async () => {
    const bytes = await encode({ width: 24, height: 24 });
    let decodedAnyway = 0;
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 0x15;
      const decoded = decode(changed, 24);
      if (decoded === undefined) continue;
      decodedAnyway++;
      if (decoded.width !== 24 || decoded.height !== 24) continue;
      assert.deepEqual(Buffer.from(decoded.rgb), Buffer.from((await full(changed, 24)).pixels), `byte ${at}`);
    }
    assert.ok(decodedAnyway > 0);
  });
});
