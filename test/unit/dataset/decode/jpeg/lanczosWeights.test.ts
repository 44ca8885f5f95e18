import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lanczosWeights } from '../../../../../src/dataset/decode/jpeg/lanczosWeights';

describe('lanczosWeights', () => {
  it('takes each pixel as it is where as many are wanted', () => {
    const { starts, weights, taps } = lanczosWeights(9, 9);
    for (const [i, start] of starts.entries())
      for (let tap = 0; tap < taps; tap++)
        assert.ok(Math.abs(weights[i * taps + tap]! - (start + tap === i ? 1 : 0)) < 1e-6);
  });

  it('has weights that sum to 1, stay inside, and mirror each other', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 }), (from, atMost) => {
        const to = Math.min(from, atMost);
        const { starts, weights, taps } = lanczosWeights(from, to);
        assert.equal(weights.length, to * taps);
        const at = (i: number, pixel: number) => {
          const tap = pixel - starts[i]!;
          return tap >= 0 && tap < taps ? weights[i * taps + tap]! : 0;
        };
        for (let i = 0; i < to; i++) {
          assert.ok(starts[i]! >= 0 && starts[i]! + taps <= from);
          let sum = 0;
          for (let pixel = 0; pixel < from; pixel++) {
            sum += at(i, pixel);
            assert.ok(Math.abs(at(i, pixel) - at(to - 1 - i, from - 1 - pixel)) < 1e-6);
          }
          assert.ok(Math.abs(sum - 1) < 1e-5);
        }
      }),
    ));

  it('halves with the values of the filter', () => {
    // sinc(x) sinc(x/3) at x = ±1/4, ±3/4, ±5/4, …, normalized; of the middle one of many.
    const lanczos = (x: number) =>
      ((Math.sin(Math.PI * x) / (Math.PI * x)) * Math.sin((Math.PI * x) / 3)) / ((Math.PI * x) / 3);
    const wanted = [-2.75, -2.25, -1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75].map(
      lanczos,
    );
    const total = wanted.reduce((sum, value) => sum + value);
    const { starts, weights, taps } = lanczosWeights(40, 20);
    const row = Array.from(weights.subarray(10 * taps, 11 * taps)).slice(15 - starts[10]!, 27 - starts[10]!);
    row.forEach((weight, i) => assert.ok(Math.abs(weight - wanted[i]! / total) < 1e-6, `${i}`));
  });
});
