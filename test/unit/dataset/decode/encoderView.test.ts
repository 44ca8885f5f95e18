import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import { encoderView } from '../../../../src/dataset/decode/encoderView';
import { createRng } from '../../../../src/core/rng';

const SIZE = 24;

/** Waves, other ones in each channel: a turned, mirrored, shifted or squashed picture differs everywhere. */
function waves(width: number, height: number, channels: 1 | 3 | 4 = 3): Sharp {
  const rng = createRng(7);
  const lengths = Array.from({ length: channels }, () => [rng.nextInt(9) + 12, rng.nextInt(9) + 12] as const);
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (const [across, down] of lengths)
        data[at++] = 128 + 100 * Math.sin(x / across) * Math.cos(y / down) + (20 * x) / width;
  const image = sharp(data, { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

/** Step by step, each from a whole picture: upright, in sRGB, without transparency, resized, cut out. */
async function viewSlowly(bytes: Buffer, starts: readonly number[]): Promise<Buffer[]> {
  const upright = await sharp(bytes).autoOrient().png().keepIccProfile().toBuffer();
  const opaque = await sharp(upright).flatten({ background: '#808080' }).png().keepIccProfile().toBuffer();
  const rgb = await sharp(opaque).toColourspace('srgb').png().toBuffer();
  const { width, height } = await sharp(rgb).metadata();
  const shorter = Math.min(width, height);
  const resized = await sharp(rgb)
    .resize(Math.round((width / shorter) * SIZE), Math.round((height / shorter) * SIZE), { fit: 'fill' })
    .png()
    .toBuffer();
  return Promise.all(
    starts.map((start) => {
      const [left, top] = width > height ? [start, 0] : [0, start];
      return sharp(resized).extract({ left, top, width: SIZE, height: SIZE }).raw().toBuffer();
    }),
  );
}

/** Mean absolute difference, in levels of 256. */
function difference(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

async function assertAsSlowly(bytes: Buffer, starts: readonly number[], tolerance = 1): Promise<void> {
  const { squares } = await encoderView(bytes, SIZE);
  const expected = await viewSlowly(bytes, starts);
  assert.equal(squares.length, expected.length);
  for (const [i, square] of squares.entries()) {
    assert.equal(square.length, SIZE * SIZE * 3);
    assert.ok(difference(square, expected[i]!) < tolerance, `${difference(square, expected[i]!)} levels`);
  }
}

describe('encoderView', () => {
  const middle = (longer: number) => [(longer - SIZE) >> 1];
  const formats: Record<string, () => Promise<Buffer>> = {
    PNG: () => waves(96, 72).png().toBuffer(),
    'grey PNG': () => waves(96, 72, 1).png().toBuffer(),
    '16-bit PNG': () => waves(96, 72).toColourspace('rgb16').png().toBuffer(),
    '16-bit grey PNG': () => waves(96, 72, 1).toColourspace('grey16').png().toBuffer(),
    'transparent PNG': () => waves(96, 72, 4).png().toBuffer(),
    'transparent WebP': () => waves(96, 72, 4).webp({ lossless: true }).toBuffer(),
    JPEG: () => waves(96, 72).jpeg().toBuffer(),
    'grey JPEG': () => waves(96, 72, 1).jpeg().toBuffer(),
    'CMYK JPEG': () => waves(96, 72).toColourspace('cmyk').jpeg().toBuffer(),
    'JPEG of another colour space': () => waves(96, 72).withIccProfile('p3').jpeg().toBuffer(),
    TIFF: () => waves(96, 72).tiff().toBuffer(),
  };
  for (const [name, make] of Object.entries(formats))
    it(`shows what a literal pipeline does of a ${name}`, async () => {
      const bytes = await make();
      // Decoded at half its size, a JPEG loses what its codec has put between pixels.
      await assertAsSlowly(bytes, middle(32), name.includes('JPEG') ? 3 : 1);
      const { width, height } = await encoderView(bytes, SIZE);
      assert.deepEqual([width, height], [96, 72]);
    });

  it('converts colours of another profile', async () => {
    const plain = await encoderView(await waves(96, 72).png().toBuffer(), SIZE);
    const marked = await encoderView(
      await sharp(await waves(96, 72).png().toBuffer())
        .withIccProfile('p3')
        .png()
        .toBuffer(),
      SIZE,
    );
    assert.ok(difference(plain.squares[0]!, marked.squares[0]!) < 2);
  });

  it('shows images upright, whatever their EXIF orientation', async () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const bytes = await waves(96, 60).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
      await assertAsSlowly(bytes, middle(38), 3);
      const { width, height } = await encoderView(bytes, SIZE);
      assert.deepEqual([width, height], orientation > 4 ? [60, 96] : [96, 60]);
    }
  });

  it('cuts out the middle of wide and of high images', async () => {
    await assertAsSlowly(await waves(120, 80).png().toBuffer(), [6]);
    await assertAsSlowly(await waves(80, 120).png().toBuffer(), [6]);
    await assertAsSlowly(await waves(160, 80).png().toBuffer(), [12]);
  });

  it('enlarges what is smaller', async () => {
    await assertAsSlowly(await waves(12, 9).png().toBuffer(), [4]);
    const { squares } = await encoderView(await waves(1, 1).png().toBuffer(), SIZE);
    const [red, green, blue] = squares[0]!;
    assert.ok(squares[0]!.every((value, i) => value === [red, green, blue][i % 3]));
  });

  it('takes the very pixels of an image of the right size', async () => {
    const { squares } = await encoderView(await waves(SIZE, SIZE).png().toBuffer(), SIZE);
    assert.deepEqual(Buffer.from(squares[0]!), await waves(SIZE, SIZE).toBuffer());
    assert.equal(squares.length, 1);
  });

  describe('of long images', () => {
    it('shows squares from end to end, more of them the longer they are', async () => {
      // Half the ratio, rounded up, and one more.
      await assertAsSlowly(await waves(252, 120).png().toBuffer(), [0, 13, 26]);
      await assertAsSlowly(await waves(500, 100).png().toBuffer(), [0, 32, 64, 96]);
      await assertAsSlowly(await waves(100, 500).png().toBuffer(), [0, 32, 64, 96]);
      await assertAsSlowly(await waves(700, 100).png().toBuffer(), [0, 36, 72, 108, 144]);
      await assertAsSlowly(await waves(1200, 100).png().toBuffer(), [0, 66, 132, 198, 264]);
    });

    it('squashes those that are longer still', async () => {
      for (const [width, height] of [
        [4000, 2],
        [1, 3000],
      ] as const) {
        const { squares, ...size } = await encoderView(await waves(width, height).png().toBuffer(), SIZE);
        assert.deepEqual(size, { width, height });
        assert.deepEqual(
          squares.map(({ length }) => length),
          Array.from({ length: 5 }, () => SIZE * SIZE * 3),
        );
      }
    });
  });

  it('fails where the image is damaged', async () => {
    const bytes = await waves(96, 72).png().toBuffer();
    await assert.rejects(encoderView(bytes.subarray(0, bytes.length >> 1), SIZE));
  });
});
