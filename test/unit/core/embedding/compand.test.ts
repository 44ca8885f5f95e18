import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compandEmbedding, expansionTable } from '../../../../src/core/embedding/compand';

describe('compandEmbedding', () => {
  it('gives the bytes that were computed by hand', () => {
    // Of length 5: 0.6 and 0.8 of 4, the most that is kept; 127·sqrt(0.15) = 49.2, 127·sqrt(0.2) = 56.8.
    assert.deepEqual([...compandEmbedding(Float32Array.of(3, 4, 0, 0))], [177, 185, 128, 128]);
    assert.deepEqual([...compandEmbedding(Float32Array.of(-3, 0, -4, 0))], [79, 128, 71, 128]);
  });

  it('cuts off at eight times the mean of equal numbers', () => {
    const values = new Float32Array(100);
    values[3] = -7;
    const bytes = compandEmbedding(values);
    assert.equal(bytes[3], 1);
    assert.ok(bytes.every((byte, i) => i === 3 || byte === 128));
    values[3] = 7;
    assert.equal(compandEmbedding(values)[3], 255);
    assert.equal(expansionTable(100)[255], Math.fround(0.8));
  });

  it('keeps a vector of zeros, and counts as zero what is not finite', () => {
    assert.deepEqual([...compandEmbedding(new Float32Array(3))], [128, 128, 128]);
    assert.deepEqual(
      [...compandEmbedding(Float32Array.of(3, 4, NaN, -Infinity))],
      [...compandEmbedding(Float32Array.of(3, 4, 0, 0))],
    );
  });
});

describe('expansionTable', () => {
  it('has 256 values that ascend from both sides of zero alike', () => {
    const table = expansionTable(1280);
    assert.equal(table.length, 256);
    assert.equal(table[128], 0);
    assert.equal(table[0], table[1]);
    for (let byte = 2; byte < 256; byte++) assert.ok(table[byte]! > table[byte - 1]!);
    for (let step = 1; step < 128; step++) assert.equal(table[128 + step], -table[128 - step]!);
    assert.equal(expansionTable(4)[177], Math.fround((49 / 127) ** 2 * 4));
  });

  it('gives back each number to within the bound, whatever its length was', () =>
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (numbers) => {
          const values = Float32Array.from(numbers);
          const length = Math.hypot(...values);
          fc.pre(length > 1e-3);
          const most = 8 / Math.sqrt(values.length);
          const table = expansionTable(values.length);
          for (const [i, byte] of compandEmbedding(values).entries()) {
            const unit = values[i]! / length;
            const kept = Math.sign(unit) * Math.min(Math.abs(unit), most);
            const bound = Math.sqrt(most * Math.abs(kept)) / 127 + most / 254 ** 2;
            assert.ok(Math.abs(table[byte]! - kept) <= bound * (1 + 1e-5), `${unit} as ${table[byte]}`);
            assert.ok(bound <= 0.008 * most);
          }
        },
      ),
    ));
});
