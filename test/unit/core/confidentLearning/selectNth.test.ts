import assert from 'node:assert/strict';
import fc from 'fast-check';
import { selectNth } from '../../../../src/core/confidentLearning/selectNth';

describe('selectNth', () => {
  it('finds what sorting finds, with many equal values or none', () => {
    const values = fc.oneof(
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 }),
      fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }),
    );
    fc.assert(
      fc.property(values, fc.nat(), (array, seed) => {
        const n = seed % array.length;
        const sorted = Float64Array.from(array).sort();
        // −0 and 0 are equal here.
        assert.ok(selectNth(Float64Array.from(array), n) === sorted[n]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('is quick on sorted, reversed and constant values', () => {
    const length = 200_000;
    for (const valueAt of [(i: number) => i, (i: number) => -i, () => 1]) {
      const values = Float64Array.from({ length }, (_, i) => valueAt(i));
      assert.equal(selectNth(values.slice(), 1000), values.sort()[1000]);
    }
  });

  it('refuses an index that is not there', () => {
    assert.throws(() => selectNth(Float64Array.of(1), 1), RangeError);
    assert.throws(() => selectNth(new Float64Array(), 0), RangeError);
  });
});
