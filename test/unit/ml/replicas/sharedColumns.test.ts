import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinMoments } from '../../../../src/ml/replicas/sharedColumns';

/** Rows, then means, then variances, by their definitions. */
function momentsOf(rows: readonly (readonly number[])[]): Float64Array {
  const columns = rows[0]!.map((_, column) => rows.map((row) => row[column]!));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = columns.map(mean);
  const variances = columns.map((values, column) =>
    mean(values.map((value) => (value - means[column]!) ** 2)),
  );
  return Float64Array.of(rows.length, ...means, ...variances);
}

describe('joinMoments', () => {
  it('gives the moments of all rows from those of the parts, however these are cut', () => {
    const row = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 });
    const part = fc.array(row, { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const joined = joinMoments(parts.map(momentsOf));
        momentsOf(parts.flat()).forEach((value, at) =>
          assert.ok(Math.abs(joined[at]! - value) <= 1e-9 * Math.max(Math.abs(value), 1), `value ${at}`),
        );
      }),
    );
  });

  it('loses nothing to a mean that is large beside the variation', () => {
    const parts = [[[1e6 + 1], [1e6 + 3]], [[1e6 + 5]]];
    assert.deepEqual([...joinMoments(parts.map(momentsOf))].map(Math.round), [3, 1e6 + 3, 3]);
  });
});
