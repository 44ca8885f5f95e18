import assert from 'node:assert/strict';
import sharp from 'sharp';
import { isSrgbProfile } from '../../../../../src/dataset/decode/jpeg/srgbProfile';

const profileOf = async (name: string) =>
  (
    await sharp(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .withIccProfile(name)
        .jpeg()
        .toBuffer(),
    ).metadata()
  ).icc!;

const fixed = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32BE(Math.round(value * 65_536), 4 * i));
  return bytes;
};
const u16 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value, 2 * i));
  return bytes;
};
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const tag = (type: string, ...content: readonly Buffer[]) =>
  Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...content]);

const parametric = (gamma: number, a: number, b: number, c: number, d: number) =>
  tag('para', u16(3, 0), fixed(gamma, a, b, c, d));
/** Literal: IEC 61966-2-1. */
const srgbToLinear = (sample: number) =>
  sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4;
const table = (count: number, curve: (sample: number) => number) =>
  tag(
    'curv',
    u32(count),
    u16(...Array.from({ length: count }, (_, i) => Math.round(65_535 * curve(i / (count - 1))))),
  );

const SRGB_CURVE = parametric(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
const TAGS: Readonly<Record<string, Buffer>> = {
  rXYZ: tag('XYZ ', fixed(0.43607, 0.22249, 0.01392)),
  gXYZ: tag('XYZ ', fixed(0.38515, 0.71687, 0.09708)),
  bXYZ: tag('XYZ ', fixed(0.14307, 0.06061, 0.7141)),
  rTRC: SRGB_CURVE,
  gTRC: SRGB_CURVE,
  bTRC: SRGB_CURVE,
};

function profile(tags: Readonly<Record<string, Buffer>>, spaces = 'RGB XYZ '): Buffer {
  const entries = Object.entries(tags);
  const header = Buffer.alloc(128);
  header.write(spaces, 16, 'latin1');
  let at = 132 + 12 * entries.length;
  const directory = entries.map(([name, content]) => {
    const entry = Buffer.concat([Buffer.from(name, 'latin1'), u32(at), u32(content.length)]);
    at += content.length;
    return entry;
  });
  return Buffer.concat([header, u32(entries.length), ...directory, ...Object.values(tags)]);
}

describe('isSrgbProfile', () => {
  const withCurve = (curve: Buffer) => profile({ ...TAGS, rTRC: curve, gTRC: curve, bTRC: curve });

  it('knows profiles that programs write', async () => {
    assert.equal(isSrgbProfile(await profileOf('srgb')), true);
    assert.equal(isSrgbProfile(await profileOf('p3')), false);
  });

  it('knows sRGB by its primaries and curves, written as a function or as a table', () => {
    assert.equal(isSrgbProfile(profile(TAGS)), true);
    for (const count of [256, 1024, 4096])
      assert.equal(isSrgbProfile(withCurve(table(count, srgbToLinear))), true);
  });

  it('refuses other curves', () => {
    for (const curve of [
      table(1024, (sample) => sample ** 2.2),
      table(1024, (sample) => sample ** 1.8),
      parametric(2.2, 1, 0, 0, 0),
      tag('curv', u32(0)),
      tag('curv', u32(1), u16(0x0233)),
      tag('mft1', u32(1024)),
    ])
      assert.equal(isSrgbProfile(withCurve(curve)), false);
    assert.equal(isSrgbProfile(profile({ ...TAGS, bTRC: tag('curv', u32(0)) })), false);
  });

  it('refuses other primaries, colour spaces and tables of colours', () => {
    const { rXYZ, gXYZ, ...others } = TAGS as Readonly<Record<'rXYZ' | 'gXYZ', Buffer>>;
    assert.equal(isSrgbProfile(profile({ ...others, rXYZ: gXYZ, gXYZ: rXYZ })), false);
    // Adobe RGB's green.
    assert.equal(
      isSrgbProfile(profile({ ...TAGS, gXYZ: tag('XYZ ', fixed(0.2053, 0.6257, 0.0609)) })),
      false,
    );
    assert.equal(isSrgbProfile(profile(others)), false);
    assert.equal(isSrgbProfile(profile(TAGS, 'CMYKLab ')), false);
    assert.equal(isSrgbProfile(profile({ ...TAGS, A2B0: tag('mft2') })), false);
  });

  it('refuses one that is cut off, wherever', () => {
    const whole = profile(TAGS);
    for (let length = 0; length < whole.length; length++)
      assert.equal(isSrgbProfile(whole.subarray(0, length)), false, `${length} bytes`);
  });
});
