import assert from 'node:assert/strict';
import sharp from 'sharp';
import { wordMessage } from '../../../../src/core/words/message';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { unreadableReason } from '../../../../src/dataset/decode/unreadableReason';
import { tiffBytes, type TiffSpec } from './tiffBytes';

const SIZE = 8;

/** Pixels of the size that they have, what they were taken for, or why they are not. */
async function look(bytes: Buffer, channels: 1 | 3 = 1) {
  try {
    const { pixels, form } = await decodePixels(bytes, { size: SIZE, channels });
    return { first: pixels[0]!, last: pixels.at(-1)!, pixels, form, reason: undefined };
  } catch (error) {
    return { reason: wordMessage(unreadableReason(error)) };
  }
}

describe('images of more than 8 bits', () => {
  /** Goes from `black` in the first pixel to `white` in the last. */
  const ramp = (black: number, white: number) => (x: number, y: number) =>
    black + ((white - black) * (y * SIZE + x)) / (SIZE * SIZE - 1);
  const tiff = (type: TiffSpec['type'], valueAt: TiffSpec['valueAt'], more: Partial<TiffSpec> = {}) => {
    const isWhole = !type.startsWith('float');
    const value: TiffSpec['valueAt'] = (...at) => (isWhole ? Math.round(valueAt(...at)) : valueAt(...at));
    return tiffBytes({ width: SIZE, height: SIZE, samples: 1, type, ...more, valueAt: value });
  };
  const png16 = (black: number, white: number) =>
    sharp(
      Uint16Array.from({ length: SIZE * SIZE }, (_, at) =>
        ramp(black, white)(at % SIZE, Math.floor(at / SIZE)),
      ),
      { raw: { width: SIZE, height: SIZE, channels: 1 } },
    )
      .toColourspace('grey16')
      .png()
      .toBuffer();

  const told: readonly [
    name: string,
    bytes: () => Buffer | Promise<Buffer>,
    form: string | undefined,
    range: readonly [number, number],
  ][] = [
    ['float from 0 to 1', () => tiff('float32', ramp(0, 1)), 'form-float', [0, 255]],
    ['float from 0.1 to 0.8', () => tiff('float32', ramp(0.1, 0.8)), 'form-float', [26, 204]],
    ['float levels of 8 bits', () => tiff('float32', ramp(0, 200)), 'form-8-bit', [0, 200]],
    ['float levels of 16 bits', () => tiff('float32', ramp(0, 65_535)), 'form-float', [0, 255]],
    ['float colours', () => tiff('float32', ramp(0, 1), { samples: 3 }), 'form-float', [0, 255]],
    ['Hounsfield units', () => tiff('int16', ramp(-1024, 3071)), 'form-hounsfield', [0, 255]],
    ['soft tissue', () => tiff('int16', ramp(-898, 692)), 'form-hounsfield', [8, 107]],
    ['heights', () => tiff('int16', ramp(-400, 8800)), 'form-signed', [126, 162]],
    ['signed colours', () => tiff('int16', ramp(-32_768, 32_767), { samples: 3 }), 'form-signed', [0, 255]],
    ['signed numbers that are positive', () => tiff('int16', ramp(0, 32_767)), undefined, [0, 255]],
    ['12 bits', () => tiff('uint16', ramp(0, 4095)), 'form-12-bit', [0, 255]],
    ['12 bits in a PNG', () => png16(410, 3254), 'form-12-bit', [26, 203]],
    ['8 bits in 16', () => tiff('uint16', ramp(0, 255)), 'form-8-bit', [0, 255]],
    ['16 bits', () => tiff('uint16', ramp(0, 65_535)), undefined, [0, 255]],
    ['16 bits in a PNG', () => png16(0, 65_535), undefined, [0, 255]],
    ['8 bits in 32', () => tiff('uint32', ramp(0, 255)), 'form-8-bit', [0, 255]],
    ['16 bits in 32', () => tiff('int32', ramp(0, 65_535)), undefined, [0, 255]],
  ];
  for (const [name, bytes, form, [first, last]] of told)
    for (const channels of [1, 3] as const)
      it(`are read by what is in them: ${name}, ${channels === 1 ? 'grey' : 'colour'}`, async () => {
        const seen = await look(await bytes(), channels);
        assert.equal(seen.reason, undefined);
        assert.equal(seen.form, form);
        assert.ok(
          Math.abs(seen.first - first) <= 1 && Math.abs(seen.last - last) <= 1,
          `${seen.first}, ${seen.last}`,
        );
      });

  it('are refused where nothing tells what is black and white', async () => {
    for (const bytes of [
      tiff('float32', ramp(-3, 812)),
      tiff('float32', ramp(0, 12)),
      tiff('float32', ramp(0, 1e9)),
      tiff('int32', ramp(-5, 900)),
      tiff('uint32', ramp(0, 4e9)),
      tiff('int8', ramp(-100, 100)),
    ])
      assert.match(
        (await look(bytes)).reason ?? '',
        /^its numbers go from .* not known what is black and white; save/,
      );
    assert.match((await look(tiff('float32', () => NaN))).reason ?? '', /^none of its values is a number/);
    assert.match(
      (await look(tiff('float64', ramp(0, 1)))).reason ?? '',
      /^numbers of 64 bits.*save it with 8 or 16/,
    );
  });
});

describe('images of numbers that would take gigabytes', () => {
  const claiming = (spec: Partial<TiffSpec>) => {
    const bytes = tiffBytes({ width: 1, height: 1, samples: 1, type: 'float32', valueAt: () => 0, ...spec });
    const directory = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(12_000, directory + 2 + 8);
    bytes.writeUInt32LE(8000, directory + 2 + 12 + 8);
    return bytes;
  };

  it('are refused by their header, unless their bits say what they mean', async () => {
    for (const bytes of [
      claiming({}),
      claiming({ type: 'int32' }),
      claiming({ type: 'int16' }),
      claiming({ type: 'uint16', samples: 4, photometric: 2, extraSamples: [0] }),
    ])
      assert.match((await look(bytes)).reason ?? 'read', /^12000 × 8000 pixels, more than the \d+ million/);
    assert.match((await look(claiming({ type: 'uint16' }))).reason ?? 'read', /^damaged or cut off/);
  });
});

describe('images with bands that are no colours', () => {
  const COLOURS = [200, 100, 50];
  const bands = (more: Partial<TiffSpec>) =>
    tiffBytes({
      ...{ width: SIZE, height: SIZE, samples: 4, type: 'uint8', photometric: 2 },
      valueAt: (x, _y, sample) => (sample < 3 ? COLOURS[sample]! : 3) + x,
      ...more,
    });

  it('show the first three, or the first of two', async () => {
    for (const bytes of [
      bands({ extraSamples: [0] }),
      bands({}),
      bands({ photometric: 1, extraSamples: [0, 0, 0] }),
      bands({ photometric: 1, samples: 3, extraSamples: [0, 0] }),
    ]) {
      const { pixels, form, reason } = await look(bytes, 3);
      assert.equal(reason, undefined);
      assert.deepEqual([...pixels.slice(0, 6)], [200, 100, 50, 201, 101, 51]);
      assert.equal(form, 'form-bands');
    }
    const two = await look(bands({ photometric: 1, samples: 2, extraSamples: [0] }));
    assert.deepEqual([two.first, two.form], [200, 'form-bands']);
    const deep = await look(
      bands({ type: 'uint16', extraSamples: [0], valueAt: (_x, _y, sample) => (sample === 3 ? 9 : 60_000) }),
      3,
    );
    assert.ok(deep.first! > 220, `${deep.first}`);
  });

  it('keep what is opacity, and are refused where there are many', async () => {
    const clear = await look(
      bands({ extraSamples: [2], valueAt: (_x, _y, sample) => (sample < 3 ? 200 : 128) }),
      3,
    );
    assert.ok(clear.form === undefined && Math.abs(clear.first! - 164) <= 1, `${clear.first}`);
    for (const samples of [6, 8, 13]) {
      const many = await look(bands({ samples, extraSamples: Array<number>(samples - 3).fill(0) }));
      assert.match(many.reason ?? '', new RegExp(`^${samples} bands.*save the three to look at as RGB`));
    }
  });

  it('show the colours of what is transparent all over', async () => {
    const rgba = Uint8Array.from({ length: SIZE * SIZE * 4 }, (_, at) => (at % 4 === 3 ? 2 : at & 255));
    const image = sharp(rgba, { raw: { width: SIZE, height: SIZE, channels: 4 } });
    for (const bytes of [
      await image.png().toBuffer(),
      await image.webp({ lossless: true, exact: true }).toBuffer(),
    ]) {
      const { pixels = [], form } = await look(bytes, 3);
      assert.deepEqual([form, Math.max(...pixels) - Math.min(...pixels) > 200], ['form-transparent', true]);
    }
  });
});

describe('a damaged image that libvips fills up', () => {
  const noise = () => {
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7919) >> 3);
    return sharp(data, { raw: { width: 64, height: 64, channels: 3 } });
  };

  it('is refused where a tile of a TIFF cannot be read', async () => {
    const tiled = { tile: true, tileWidth: 16, tileHeight: 16 } as const;
    for (const compression of ['lzw', 'deflate', 'none'] as const) {
      const bytes = await noise()
        .tiff({ ...tiled, compression })
        .toBuffer();
      assert.equal((await look(bytes, 3)).reason, undefined, compression);
      if (compression === 'none') bytes.writeUInt32LE(bytes.length - 8, offsetOfTile(bytes));
      else bytes.fill(0x55, 400, 800);
      assert.match((await look(bytes, 3)).reason ?? 'read', /^damaged or cut off/, compression);
    }
  });

  it('is refused where a strip of bands is cut off', async () => {
    const bytes = tiffBytes({
      ...{ width: SIZE, height: SIZE, samples: 4, type: 'uint8', photometric: 2, extraSamples: [0] },
      valueAt: (x, y) => x * y,
    });
    bytes.writeUInt32LE(bytes.length - 100, bytes.readUInt32LE(4) + 2 + 5 * 12 + 8); // StripOffsets
    assert.match((await look(bytes, 3)).reason ?? 'read', /^damaged or cut off/);
  });

  it('is refused where the first frame of a GIF is none', async () => {
    const bytes = await noise().gif().toBuffer();
    const frameAt = bytes.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 64, 0]));
    bytes.fill(0, frameAt + 11, frameAt + 600);
    assert.match((await look(bytes, 3)).reason ?? 'read', /^damaged or cut off/);
  });

  it('is called what it is where tiles hold one channel each', async () => {
    const bytes = tiffBytes({ width: 16, height: 16, samples: 3, type: 'uint8', valueAt: () => 9 });
    const directory = bytes.readUInt32LE(4);
    for (const [entry, tag, value] of [
      [5, 322, 16],
      [7, 323, 16],
      [9, 284, 2],
    ] as const) {
      bytes.writeUInt16LE(tag, directory + 2 + entry * 12);
      bytes.writeUInt32LE(value, directory + 2 + entry * 12 + 8);
    }
    assert.match((await look(bytes, 3)).reason ?? 'read', /^tiles that hold one channel each/);
  });

  /** Where the first of them is said to start (tag 324 of a little-endian TIFF with its directory at the end). */
  function offsetOfTile(bytes: Buffer): number {
    const directory = bytes.readUInt32LE(4);
    for (let at = directory + 2; ; at += 12)
      if (bytes.readUInt16LE(at) === 324) return bytes.readUInt32LE(at + 8);
  }
});

describe('files that are no such image', () => {
  const text = (content: string) => Buffer.from(content, 'latin1');
  const box = (brand: string, ...others: readonly string[]) => {
    const content = `${brand}\0\0\0\0${others.join('')}`;
    return text(`\0\0\0${String.fromCharCode(content.length + 8)}ftyp${content}${' '.repeat(64)}`);
  };

  it('are called what they are, whatever their name', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    const kinds: readonly [Buffer, RegExp][] = [
      [box('heic', 'mif1'), /^it is a HEIC file, which is not read; save it as JPEG or PNG$/],
      [box('mif1', 'heic'), /HEIC/],
      [box('isom', 'mp42'), /film/],
      [box('crx '), /Canon raw/],
      [text(svg), /SVG/],
      [text(`<?xml version="1.0"?>\n<!-- drawn -->${svg}`), /SVG/],
      [text('\0\0\0\u000cjP  \r\n'), /JPEG 2000/],
      [text('\u00ff\u000a rest'), /JPEG XL/],
      [text('P6\n2 2\n255\n'), /PPM/],
      [text('%PDF-1.7'), /PDF/],
      [text('8BPS'), /Photoshop/],
      [text(`${'\0'.repeat(128)}DICM`), /DICOM/],
      [text('<!DOCTYPE html><html>'), /^it is a web page.*download it again/],
      [text('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
      [text('hello'), /^not an image/],
      [text(''), /^the file is empty/],
    ];
    for (const [bytes, reason] of kinds) assert.match((await look(bytes)).reason ?? 'read', reason);
  });

  it('are too large, and nothing is wrong with them', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(40_000, 16);
    png.writeUInt32BE(30_000, 20);
    const { crc32 } = await import('node:zlib');
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    assert.match(
      (await look(png)).reason ?? '',
      /^40000 × 30000 pixels, more than the 268 million that can be read; make/,
    );
  });
});

describe('a JPEG that ends as it should', () => {
  const picture = () => {
    const data = Uint8Array.from(
      { length: 160 * 120 * 3 },
      (_, at) => 128 + 90 * Math.sin(at / 37) + ((at * 7919) % 31),
    );
    return sharp(data, { raw: { width: 160, height: 120, channels: 3 } });
  };
  /** With only so much of the data, and the mark of the end. */
  const without = (bytes: Buffer, share01: number) => {
    const start = bytes.indexOf(Buffer.from([0xff, 0xda])) + 14;
    const kept = bytes.subarray(0, start + Math.floor((bytes.length - start) * share01));
    return Buffer.concat([kept, Buffer.from([0xff, 0xd9])]);
  };

  it('is refused where its data are missing', async () => {
    const kinds = [await picture().jpeg().toBuffer(), await picture().greyscale().jpeg().toBuffer()];
    for (const bytes of kinds)
      for (const share of [0.01, 0.05, 0.3, 0.5])
        for (const channels of [1, 3] as const)
          assert.match(
            (await look(without(bytes, share), channels)).reason ?? 'read',
            /^damaged or cut off \(the lower \d+% of the picture is missing\)$/,
            `${share} ${channels}`,
          );
    const progressive = await picture().jpeg({ progressive: true }).toBuffer();
    assert.match((await look(without(progressive, 0.02))).reason ?? 'read', /^damaged or cut off/);
  });

  it('is read where libjpeg only complains, or the picture is grey below', async () => {
    const bytes = await picture().jpeg().toBuffer();
    const whole = await look(bytes, 3);
    const behind = Buffer.concat([bytes.subarray(0, -2), Buffer.from([1, 2, 3, 0xff, 0xd9, 0, 0])]);
    assert.deepEqual((await look(behind, 3)).pixels, whole.pixels);
    const grey = sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } });
    assert.equal((await look(await grey.jpeg().toBuffer())).first, 128);
  });
});
