import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pairwiseSum } from '../../../../src/core/confidentLearning/pairwiseSum';

const sum = (values: ArrayLike<number>, round: (value: number) => number = (value) => value) =>
  pairwiseSum(values.length, (index) => values[index]!, round);

describe('pairwiseSum', () => {
  it('sums whole numbers exactly, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 700 }), (values) => {
        assert.equal(
          sum(values),
          values.reduce((total, value) => total + value, 0),
        );
      }),
      { seed: 1 },
    );
  });

  // Computed with numpy 2.4: numpy.full(n, 0.1, dtype).sum().
  it('gives what numpy gives, to the last bit', () => {
    const expected = [
      { length: 7, double: 0.7, single: 0.7000000476837158 },
      { length: 20, double: 2.0000000000000004, single: 2 },
      { length: 100, double: 9.999999999999998, single: 10.00000286102295 },
      { length: 1000, double: 100.00000000000001, single: 100.00001525878906 },
    ];
    for (const { length, double, single } of expected) {
      assert.equal(sum(new Float64Array(length).fill(0.1)), double);
      assert.equal(sum(new Float32Array(length).fill(0.1), Math.fround), single);
    }
  });

  it('asks for one value after the other', () => {
    const asked: number[] = [];
    pairwiseSum(300, (index) => asked.push(index), Math.fround);
    assert.deepEqual(
      asked,
      asked.map((_, position) => position),
    );
  });
});
