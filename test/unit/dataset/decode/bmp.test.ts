import assert from 'node:assert/strict';
import { createRng } from '../../../../src/core/rng';
import { ImageRefusal } from '../../../../src/dataset/decode/formats/imageRefusal';
import { decodeBmp } from '../../../../src/dataset/decode/formats/bmp';
import { bmpBytes, type BmpSpec } from './bmpBytes';

describe('decodeBmp', () => {
  const rng = createRng(7);
  const randomColor = () => [rng.nextInt(256), rng.nextInt(256), rng.nextInt(256)] as const;
  type Colors = readonly (readonly [number, number, number])[];

  /** A file of random colours, or of those of its palette, and the colours that were written. */
  const randomBmp = (spec: Omit<BmpSpec, 'colorAt'>) => {
    const { width, height, palette = [] } = spec;
    const colors: Colors = Array.from({ length: width * height }, () =>
      palette.length === 0 ? randomColor() : palette[rng.nextInt(palette.length)]!,
    );
    return { bytes: bmpBytes({ ...spec, colorAt: (x, y) => colors[y * width + x]! }), colors };
  };
  const assertColors = (bytes: Buffer, expected: Colors) =>
    assert.deepEqual([...decodeBmp(bytes).data], expected.flat());
  /** What is left of colours where each has `bits` bits. */
  const inBits = (colors: Colors, bits: readonly number[]): Colors =>
    colors.map((color) => {
      const [red, green, blue] = color.map((value, i) => {
        const most = 2 ** bits[i]! - 1;
        return Math.round((Math.round((value / 255) * most) / most) * 255);
      });
      return [red!, green!, blue!];
    });

  for (const bitsPerPixel of [1, 4, 8, 24, 32] as const)
    it(`gives the very colours of ${bitsPerPixel} bits a pixel, whatever the width`, () => {
      const palette = bitsPerPixel > 8 ? [] : Array.from({ length: 1 << bitsPerPixel }, randomColor);
      for (let width = 1; width <= 19; width++)
        for (const shape of [{}, { topDown: true }, { gap: 6 }, { headerBytes: 124 }]) {
          const { bytes, colors } = randomBmp({ width, height: 3, bitsPerPixel, palette, ...shape });
          assertColors(bytes, colors);
        }
    });

  it('spreads fewer bits a colour over the whole range: white stays white', () => {
    const cases = [
      { bitsPerPixel: 16, masks: [0xf800, 0x07e0, 0x001f], bits: [5, 6, 5] },
      { bitsPerPixel: 16, masks: [0x000f, 0x00f0, 0x0f00], bits: [4, 4, 4] },
      { bitsPerPixel: 32, masks: [0xff000000, 0xff0000, 0xff00], bits: [8, 8, 8] },
      { bitsPerPixel: 32, masks: [0x3ff00000, 0xffc00, 0x3ff], bits: [10, 10, 10] },
    ] as const;
    for (const { bits, ...spec } of cases)
      for (const headerBytes of [40, 108]) {
        const { bytes, colors } = randomBmp({ width: 7, height: 5, headerBytes, ...spec });
        assertColors(bytes, inBits(colors, bits));
      }
    const five = bmpBytes({ width: 1, height: 1, bitsPerPixel: 16, colorAt: () => [255, 0, 255] });
    assertColors(five, [[255, 0, 255]]);
  });

  it('shows white where the palette lacks a colour', () => {
    const bytes = bmpBytes({
      width: 2,
      height: 1,
      bitsPerPixel: 8,
      palette: [[9, 8, 7]],
      colorAt: () => [9, 8, 7],
    });
    bytes[58 + 1] = 200;
    assertColors(bytes, [
      [9, 8, 7],
      [255, 255, 255],
    ]);
  });

  it('refuses files that ask for more memory than their pixels can need', () => {
    const bytes = bmpBytes({ width: 4, height: 4, bitsPerPixel: 24, colorAt: () => [1, 2, 3] });
    bytes.writeUInt16LE(0, 28); // rows of no bytes at all
    bytes.writeInt32LE(1 << 30, 18);
    assert.throws(() => decodeBmp(bytes), /cannot have 0 bits a pixel/);
    bytes.writeUInt16LE(1, 28);
    assert.throws(() => decodeBmp(bytes), /1073741824 × 4 pixels, more than the 268 million/);
  });

  it('gives a reason, and nothing else, for damaged files', () => {
    let decoded = 0;
    for (let n = 0; n < 5000; n++) {
      const { bytes } = randomBmp({
        width: 5,
        height: 4,
        bitsPerPixel: ([16, 24, 32] as const)[rng.nextInt(3)]!,
      });
      for (let damage = rng.nextInt(4); damage >= 0; damage--)
        bytes[2 + rng.nextInt(64)] = [0, 3, 255, rng.nextInt(256)][rng.nextInt(4)]!;
      const length = n % 3 === 0 ? 15 + rng.nextInt(bytes.length - 15) : bytes.length;
      try {
        const { data, width, height } = decodeBmp(bytes.subarray(0, length));
        assert.equal(data.length, width * height * 3);
        decoded++;
      } catch (error) {
        assert.ok(
          error instanceof ImageRefusal || (error instanceof Error && error.constructor === Error),
          String(error),
        );
        assert.match(error.message, /BMP|more than the 268 million/);
      }
    }
    assert.ok(decoded > 500, `only ${decoded} were read`);
  });
});
