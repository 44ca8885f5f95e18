import assert from 'node:assert/strict';
import { readJpegHeader } from '../../../../../src/dataset/decode/jpeg/jpegHeader';

type Segment = readonly [marker: number, content: Uint8Array];

const frame = ({ precision = 8, height = 5, width = 7, components = 3 } = {}) =>
  Buffer.of(precision, height >> 8, height & 255, width >> 8, width & 255, components);
const SCAN: Segment = [0xda, Buffer.of(1)];

function jpeg(...segments: readonly Segment[]): Buffer {
  const parts = segments.map(([marker, content]) => {
    const head = Buffer.of(0xff, marker, 0, 0);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, content]);
  });
  return Buffer.concat([Buffer.of(0xff, 0xd8), ...parts]);
}

/** EXIF data whose first directory has these entries, in either order of bytes. */
function exif(order: 'II' | 'MM', entries: readonly (readonly [tag: number, value: number])[]): Buffer {
  const bytes = Buffer.alloc(6 + 8 + 2 + entries.length * 12);
  bytes.write(`Exif\0\0${order}`, 'latin1');
  const tiff = bytes.subarray(6);
  const u16 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  u16(42, 2);
  u32(8, 4);
  u16(entries.length, 8);
  entries.forEach(([tag, value], i) => {
    u16(tag, 10 + i * 12);
    u16(3, 12 + i * 12);
    u32(1, 14 + i * 12);
    u16(value, 18 + i * 12);
  });
  return bytes;
}

describe('readJpegHeader', () => {
  const size = { width: 7, height: 5 };

  it('reads the size of baseline, extended and progressive frames', () => {
    for (const marker of [0xc0, 0xc1, 0xc2])
      for (const components of [1, 3])
        assert.deepEqual(readJpegHeader(jpeg([marker, frame({ components })], SCAN)), size);
    const wide = jpeg([0xc0, frame({ width: 40_000, height: 300 })], SCAN);
    assert.deepEqual(readJpegHeader(wide), { width: 40_000, height: 300 });
  });

  it('passes over tables, comments and other programs’ segments', () => {
    const others = [0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xdb, 0xc4, 0xdd, 0xfe].map((marker): Segment => [
      marker,
      Buffer.from('whatever'),
    ]);
    assert.deepEqual(readJpegHeader(jpeg(...others, [0xc0, frame()], SCAN)), size);
  });

  it('passes over a colour profile that is harmless and in one part', () => {
    const withProfile = (part: number, parts: number) =>
      jpeg(
        [0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.of(part, parts), Buffer.from('colours')])],
        [0xc0, frame()],
        SCAN,
      );
    const seen: string[] = [];
    const accept = (profile: Buffer) => seen.push(profile.toString()) > 0;
    assert.deepEqual(readJpegHeader(withProfile(1, 1), accept), size);
    assert.deepEqual(seen, ['colours']);
    assert.equal(readJpegHeader(withProfile(1, 2), accept), undefined);
    assert.equal(
      readJpegHeader(withProfile(1, 1), () => false),
      undefined,
    );
    assert.equal(readJpegHeader(withProfile(1, 1)), undefined);
  });

  it('refuses frames of other precisions, components and codings', () => {
    for (const other of [frame({ precision: 12 }), frame({ components: 4 }), Buffer.of(8)])
      assert.equal(readJpegHeader(jpeg([0xc0, other], SCAN)), undefined);
    for (const marker of [0xc3, 0xc5, 0xc9, 0xcc])
      assert.equal(readJpegHeader(jpeg([marker, frame()], SCAN)), undefined);
  });

  it('refuses colour profiles, before or after the frame', () => {
    const profile: Segment = [0xe2, Buffer.from('ICC_PROFILE\0 and so on', 'latin1')];
    assert.equal(readJpegHeader(jpeg(profile, [0xc0, frame()], SCAN)), undefined);
    assert.equal(readJpegHeader(jpeg([0xc0, frame()], profile, SCAN)), undefined);
  });

  for (const order of ['II', 'MM'] as const)
    it(`refuses rotation by EXIF data in the order ${order}`, () => {
      const read = (data: Buffer) => readJpegHeader(jpeg([0xe1, data], [0xc0, frame()], SCAN));
      assert.deepEqual(read(exif(order, [])), size);
      assert.deepEqual(read(exif(order, [[0x10f, 3], [0x112, 1]])), size); // prettier-ignore
      for (const orientation of [0, 2, 3, 6, 8, 9])
        assert.equal(read(exif(order, [[0x10f, 1], [0x112, orientation]])), undefined); // prettier-ignore
      const whole = exif(order, [[0x112, 1]]);
      for (let end = 6; end < whole.length - 4; end++)
        assert.equal(read(whole.subarray(0, end)), undefined, `${end}`);
    });

  it('refuses what is not a JPEG, has no frame, or ends before its scan', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('\u0089PNG and so on', 'latin1'), jpeg(SCAN)])
      assert.equal(readJpegHeader(bytes), undefined);
    const whole = jpeg([0xe0, Buffer.from('JFIF')], [0xc0, frame()], SCAN);
    const scanAt = whole.length - 5;
    for (let end = 0; end < scanAt + 4; end++)
      assert.equal(readJpegHeader(whole.subarray(0, end)), undefined, `${end}`);
  });
});
