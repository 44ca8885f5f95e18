import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppError } from '../../../src/core/appError';
import { decodeNpy, decodeNpyLabels, encodeNpy } from '../../../src/core/npy';

/** A file as numpy writes it: header text, then bytes. */
function npyFile(header: string, data: readonly number[], version = 1): Uint8Array {
  const text = Buffer.from(`${header}\n`, 'latin1');
  const size = text.length;
  const length = version === 1 ? [size & 255, size >> 8] : [size & 255, size >> 8, 0, 0];
  return Uint8Array.of(0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...text, ...data);
}

const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

const hasCode = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof AppError &&
  error.code === code &&
  message.test(error.message) &&
  error.message.includes('p.npy');

describe('npy files', () => {
  it('come back as they were written', () => {
    const floats = fc.oneof(
      fc.float32Array({ minLength: 1, maxLength: 24 }),
      fc.float64Array({ minLength: 1, maxLength: 24 }),
    );
    fc.assert(
      fc.property(floats, fc.boolean(), (data, isFlat) => {
        const shape = isFlat ? [data.length] : [1, data.length];
        const bytes = encodeNpy(data, shape);
        assert.equal((bytes.length - data.byteLength) % 64, 0);
        assert.deepEqual(decodeNpy(bytes, 'p.npy'), { data, shape });
      }),
      { seed: 1 },
    );
    const labels = Int32Array.of(3, -1, 2 ** 31 - 1);
    assert.deepEqual(decodeNpyLabels(encodeNpy(labels, [3]), 'p.npy'), labels);
    assert.throws(() => encodeNpy(labels, [2]), RangeError);
  });

  it('begin byte by byte as numpy writes them', () => {
    const bytes = encodeNpy(Float32Array.of(1, 2), [1, 2]);
    assert.deepEqual([...bytes.subarray(0, 10)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    assert.equal(
      String.fromCharCode(...bytes.subarray(10, 128)),
      `${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117)}\n`,
    );
    assert.match(String.fromCharCode(...encodeNpy(Float64Array.of(1), [1])), /'shape': \(1,\), }/);
  });

  it('are read in version 2, and from the middle of a larger buffer', () => {
    const file = npyFile(header('<f4', '(1,)'), [0, 0, 128, 63], 2);
    assert.deepEqual([...decodeNpy(file, 'p.npy').data], [1]);
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    assert.deepEqual([...decodeNpy(larger.subarray(3), 'p.npy').data], [1]);
  });

  it('hold float16 exactly', () => {
    const halves = [0x3c00, 0xc000, 0x3555, 0x0001, 0x0000, 0x7bff, 0x7c00];
    const file = npyFile(
      header('<f2', '(7,)'),
      halves.flatMap((half) => [half & 255, half >> 8]),
    );
    assert.deepEqual(
      [...decodeNpy(file, 'p.npy').data],
      [1, -2, 0.333251953125, 2 ** -24, 0, 65504, Infinity],
    );
  });

  const integers: readonly (readonly [string, readonly number[]])[] = [
    ['|b1', [1]],
    ['|u1', [1]],
    ['|i1', [1]],
    ['<u2', [1, 0]],
    ['<i2', [1, 0]],
    ['<u4', [1, 0, 0, 0]],
    ['<i4', [1, 0, 0, 0]],
    ['<u8', [1, 0, 0, 0, 0, 0, 0, 0]],
    ['<i8', [1, 0, 0, 0, 0, 0, 0, 0]],
  ];
  for (const [descr, one] of integers)
    it(`hold labels as ${descr}`, () => {
      const file = npyFile(header(descr, '(2,)'), [...one, ...one.map(() => 0)]);
      assert.deepEqual([...decodeNpyLabels(file, 'p.npy')], [1, 0]);
      assert.throws(() => decodeNpy(file, 'p.npy'), hasCode('bad-predictions', /floating-point/));
    });

  const broken: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['an empty file', new Uint8Array(), /numpy\.save/],
    ['another format', Uint8Array.from({ length: 80 }, (_, i) => i), /numpy\.save/],
    ['half a header', npyFile(header('<f4', '(1,)'), []).subarray(0, 40), /ends inside its header/],
    ['no shape', npyFile(`{'descr': '<f4', 'fortran_order': False}`, []), /does not describe/],
    ['records', npyFile(`{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (0,)}`, []), /does not/],
    ['Fortran order', npyFile(header('<f4', '(1, 1)', 'True'), [0, 0, 0, 0]), /ascontiguousarray/],
    ['big-endian', npyFile(header('>f4', '(1,)'), [0, 0, 0, 0]), /astype\('<f4'\)/],
    ['missing data', npyFile(header('<f4', '(2,)'), [0, 0, 0, 0]), /needs 8 bytes, not 4/],
    ['objects', npyFile(header('|O', '(1,)'), []), /instead of floating-point/],
  ];
  for (const [name, bytes, message] of broken)
    it(`say what to do about ${name}`, () => {
      assert.throws(() => decodeNpy(bytes, 'p.npy'), hasCode('bad-predictions', message));
    });

  it('say what to do about labels that are no class indices', () => {
    const floats = npyFile(header('<f4', '(1,)'), [0, 0, 0, 0]);
    assert.throws(() => decodeNpyLabels(floats, 'p.npy'), hasCode('bad-labels', /astype\('int32'\)/));
    const matrix = npyFile(header('|u1', '(1, 1)'), [0]);
    assert.throws(() => decodeNpyLabels(matrix, 'p.npy'), hasCode('bad-labels', /one label per sample/));
    const huge = npyFile(header('<i8', '(1,)'), [0, 0, 0, 0, 1, 0, 0, 0]);
    assert.throws(() => decodeNpyLabels(huge, 'p.npy'), hasCode('bad-labels', /row 0: 4294967296/));
  });
});
