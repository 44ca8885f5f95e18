import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { readImageFile } from '../../../../src/dataset/decode/reader/imageFile';
import { unreadableReason } from '../../../../src/dataset/decode/unreadableReason';
import { bmpBytes, type BmpSpec } from './bmpBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { wordMessage } from '../../../../src/core/words/message';
import { itWith } from '../../../fixtures/itWith';

type Rgb = readonly [number, number, number];
const RED: Rgb = [255, 0, 0];
const GREEN: Rgb = [0, 255, 0];
const BLUE: Rgb = [0, 0, 255];
const WHITE: Rgb = [255, 255, 255];
/** Top left, top right, bottom left, bottom right: every rotation and mirror image of it is different. */
const CORNERS = [RED, GREEN, BLUE, WHITE];
const GREYS: readonly Rgb[] = [0, 80, 160, 255].map((value) => [value, value, value]);

describe('decodePixels', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Four quadrants, `width × height`. */
  const quadrants = (width = 32, height = 32, colors: readonly Rgb[] = CORNERS) => {
    const data = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data.set(colors[(y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1)]!, (y * width + x) * 3);
    return sharp(data, { raw: { width, height, channels: 3 } });
  };
  const decode = async (bytes: Uint8Array | Sharp, channels: 1 | 3 = 3, size = 8) => {
    const content = bytes instanceof Uint8Array ? bytes : await bytes.toBuffer();
    return decodePixels(Buffer.from(content), { size, channels });
  };
  /** The colours at the middle of the four quadrants. */
  const cornersOf = (pixels: Uint8Array, size = 8) =>
    [
      [1, 1],
      [size - 2, 1],
      [1, size - 2],
      [size - 2, size - 2],
    ].map(([x, y]) => [...pixels.subarray((y! * size + x!) * 3, (y! * size + x!) * 3 + 3)]);
  const assertClose = (actual: readonly number[][], expected: readonly Rgb[], tolerance: number) => {
    actual.forEach((color, i) =>
      color.forEach((value, channel) => {
        const wanted = expected[i]![channel]!;
        assert.ok(
          Math.abs(value - wanted) <= tolerance,
          `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`,
        );
      }),
    );
  };

  const formats: Record<
    string,
    { readonly make: () => Sharp; readonly tolerance: number; readonly colors?: readonly Rgb[] }
  > = {
    PNG: { make: () => quadrants().png(), tolerance: 2 },
    'PNG with a palette': { make: () => quadrants().png({ palette: true }), tolerance: 4 },
    '16-bit PNG': { make: () => quadrants().toColourspace('rgb16').png(), tolerance: 1 },
    'grey PNG': {
      make: () => quadrants(32, 32, GREYS).toColourspace('b-w').png(),
      tolerance: 1,
      colors: GREYS,
    },
    '16-bit grey PNG': {
      make: () => quadrants(32, 32, GREYS).toColourspace('grey16').png(),
      tolerance: 1,
      colors: GREYS,
    },
    JPEG: { make: () => quadrants().jpeg({ quality: 95 }), tolerance: 6 },
    'grey JPEG': {
      make: () => quadrants(32, 32, GREYS).toColourspace('b-w').jpeg(),
      tolerance: 6,
      colors: GREYS,
    },
    'large JPEG, shrunk while loading': {
      make: () => quadrants(512, 512).jpeg({ quality: 95 }),
      tolerance: 6,
    },
    WebP: { make: () => quadrants().webp({ lossless: true }), tolerance: 2 },
    GIF: { make: () => quadrants().gif(), tolerance: 4 },
    TIFF: { make: () => quadrants().tiff({ compression: 'lzw' }), tolerance: 2 },
    AVIF: { make: () => quadrants().avif({ lossless: true }), tolerance: 6 },
  };
  for (const [name, { make, tolerance, colors = CORNERS }] of Object.entries(formats))
    it(`decodes ${name}`, async () => {
      const { pixels, width, height } = await decode(make());
      assert.equal(width, height);
      assertClose(cornersOf(pixels), colors, tolerance);
    });

  it('decodes CMYK JPEG and TIFF to recognisable colours', async () => {
    for (const image of [
      quadrants().toColourspace('cmyk').jpeg(),
      quadrants().toColourspace('cmyk').tiff(),
    ]) {
      const bytes = await image.toBuffer();
      assert.equal((await sharp(bytes).metadata()).space, 'cmyk');
      const [red, green, blue, white] = cornersOf((await decode(bytes)).pixels);
      assert.ok(red![0]! > 2 * red![1]! && green![1]! > green![0]! && blue![2]! > 1.5 * blue![0]!);
      assertClose([white!], [WHITE], 6);
    }
  });

  it('applies every EXIF orientation', async () => {
    const upright = await decode(quadrants(48, 32).png());
    assert.deepEqual([upright.width, upright.height], [48, 32]);
    for (let orientation = 1; orientation <= 8; orientation++) {
      // What a camera held that way stores: the inverse of the turn that a viewer then makes.
      const stored = {
        1: [],
        2: ['flop'],
        3: ['turn', 'turn'],
        4: ['flip'],
        5: ['flip', 'turn'],
        6: ['back'],
        7: ['flop', 'turn'],
        8: ['turn'],
      }[orientation]!;
      let bytes = await quadrants(48, 32).png().toBuffer();
      for (const step of stored) {
        const image = sharp(bytes);
        if (step === 'flop') image.flop();
        else if (step === 'flip') image.flip();
        else image.rotate(step === 'turn' ? 90 : 270);
        bytes = await image.png().toBuffer();
      }
      const { pixels, width, height } = await decode(
        sharp(bytes).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).withMetadata({ orientation }),
      );
      assert.deepEqual([width, height], [48, 32], `orientation ${orientation}`);
      assertClose(cornersOf(pixels), CORNERS, 6);
    }
  });

  it('shows transparent pixels as mid-grey', async () => {
    const clear = sharp({
      create: { width: 9, height: 9, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    });
    for (const image of [clear.clone().png(), clear.clone().webp({ lossless: true })])
      assert.ok((await decode(image)).pixels.every((value) => value === 128));
    const half = sharp({
      create: { width: 9, height: 9, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
    });
    assert.ok((await decode(half.png(), 1)).pixels.every((value) => Math.abs(value - 64) <= 1));
  });

  it('takes the first frame of animations and the first page of TIFFs', async () => {
    const page = (color: Rgb) =>
      sharp({
        create: { width: 16, height: 16, channels: 3, background: { r: color[0], g: color[1], b: color[2] } },
      })
        .png()
        .toBuffer();
    const pages = await Promise.all([RED, GREEN, BLUE].map(page));
    const joined = () => sharp(pages, { join: { animated: true } });
    for (const image of [
      joined().gif(),
      joined().webp({ lossless: true }),
      joined().tiff({ compression: 'lzw' }),
    ]) {
      const { pixels, width, height } = await decode(image);
      assert.deepEqual([width, height], [16, 16]);
      assertClose(cornersOf(pixels), [RED, RED, RED, RED], 2);
    }
  });

  it('leaves the pixels of an image of the right size as they are', async () => {
    const { pixels } = await decode(quadrants(8, 8).png());
    assert.deepEqual(Buffer.from(pixels), await quadrants(8, 8).toBuffer());
  });

  it('squashes the whole image and enlarges small ones', async () => {
    assertClose(cornersOf((await decode(quadrants(200, 10).png())).pixels), CORNERS, 2);
    assertClose(cornersOf((await decode(quadrants(2, 2).png(), 3, 32)).pixels, 32), CORNERS, 40);
    const one = await decode(quadrants(1, 1).png());
    assert.ok(one.pixels.every((value, i) => value === [255, 0, 0][i % 3]));
  });

  it('gives one grey byte a pixel when asked', async () => {
    for (const image of [quadrants().png(), quadrants(32, 32, GREYS).toColourspace('b-w').png()])
      assert.equal((await decode(image, 1)).pixels.length, 64);
    const grey = (await decode(quadrants(8, 8, GREYS).png(), 1)).pixels;
    assert.deepEqual([grey[9], grey[14], grey[49], grey[54]], [0, 80, 160, 255]);
  });

  describe('of a BMP', () => {
    const corners =
      (width: number, height: number): BmpSpec['colorAt'] =>
      (x, y) =>
        CORNERS[(y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1)]!;
    for (const bitsPerPixel of [1, 4, 8, 16, 24, 32] as const)
      for (const width of [8, 9, 13, 15])
        it(`decodes ${bitsPerPixel} bits a pixel, ${width} wide, whichever way up`, async () => {
          const palettes = { 1: [RED, WHITE], 4: CORNERS, 8: CORNERS };
          const palette = bitsPerPixel > 8 ? [] : palettes[bitsPerPixel as 1 | 4 | 8];
          const colors = bitsPerPixel === 1 ? [RED, WHITE, WHITE, RED] : CORNERS;
          const colorAt: BmpSpec['colorAt'] =
            bitsPerPixel === 1 ? (x, y) => (y * 2 < 10 === x * 2 < width ? RED : WHITE) : corners(width, 10);
          for (const shape of [{}, { topDown: true }, { gap: 6 }]) {
            const spec = { width, height: 10, bitsPerPixel, palette, colorAt, ...shape };
            const decoded = await decode(bmpBytes(spec), 3, 10);
            assert.deepEqual([decoded.width, decoded.height], [width, 10]);
            assertClose(cornersOf(decoded.pixels, 10), colors, 8);
          }
        });
  });

  describe('unreadableReason', () => {
    const reasonOf = async (file: string) => {
      try {
        await decodePixels(readImageFile(file).bytes, { size: 8, channels: 3 });
      } catch (error) {
        return wordMessage(unreadableReason(error));
      }
      return 'readable';
    };

    it('tells why a file cannot be decoded, in one line', async () => {
      const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) >> 3));
      const image = () => sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
      const cutOff = async (name: string, bytes: Buffer) =>
        reasonOf(await folder.write(name, bytes.subarray(0, Math.floor(bytes.length * 0.6))));
      const damaged = /^damaged or cut off [^\n]+$/;
      assert.match(await cutOff('1.jpg', await image().jpeg().toBuffer()), damaged);
      assert.match(await cutOff('1.png', await image().png().toBuffer()), damaged);
      assert.match(await cutOff('1.webp', await image().webp().toBuffer()), damaged);
      assert.match(await cutOff('1.gif', await image().gif().toBuffer()), damaged);
      assert.match(await cutOff('1.tiff', await image().tiff().toBuffer()), damaged);
      assert.match(await cutOff('1.avif', await image().avif().toBuffer()), damaged);
      const bmp = bmpBytes({ width: 9, height: 9, bitsPerPixel: 24, colorAt: () => RED });
      assert.equal(await cutOff('1.bmp', bmp), 'damaged or cut off (the BMP file is cut off)');
      assert.match(await reasonOf(await folder.write('2.bmp', bmp.subarray(0, 30))), damaged);
      bmp.writeInt32LE(1 << 30, 18);
      assert.match(
        await reasonOf(await folder.write('3.bmp', bmp)),
        /^1073741824 × 9 pixels, more than the 268 m/,
      );
      assert.equal(await reasonOf(await folder.write('empty.png', '')), 'the file is empty');
      assert.match(await reasonOf(await folder.write('text.png', 'hello')), /^not an image/);
      assert.match(await reasonOf(folder.at('gone.png')), /^the file is gone/);
      assert.equal(await reasonOf(folder.root), 'it is a folder');
    });

    itWith('links', 'tells of missing permission and of links that lead nowhere', async () => {
      await symlink('loop.png', folder.at('loop.png'));
      assert.equal(await reasonOf(folder.at('loop.png')), 'the link leads back to itself');
      await symlink('nothing.png', folder.at('broken.png'));
      assert.match(await reasonOf(folder.at('broken.png')), /link to a missing file/);
      if (process.getuid?.() === 0) return;
      const file = await folder.write('locked.png', 'x');
      await chmod(file, 0);
      assert.equal(await reasonOf(file), 'no permission to read the file');
    });
  });
});
