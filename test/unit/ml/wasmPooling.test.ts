import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { normals, openComparison, type KernelComparison } from './compareKernels';

const property = { numRuns: 60, seed: 1 };

const pooling = fc.record({
  seed: fc.nat(),
  shape: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 3, max: 9 }),
    fc.integer({ min: 3, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
  ),
  filterSize: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  // Few different values, as after ReLU, give windows with several maxima.
  hasTies: fc.boolean(),
});

describe('wasm pooling', () => {
  let comparison: KernelComparison;

  before(async function () {
    this.timeout(20_000);
    comparison = await openComparison();
  });

  it('MaxPoolGrad agrees with the cpu backend, also where several values are largest', () => {
    fc.assert(
      fc.property(pooling, ({ seed, shape, filterSize, strides, pad, hasTies }) => {
        const rng = createRng(seed);
        const input = normals(rng, shape);
        if (hasTies) for (let i = 0; i < input.data.length; i++) input.data[i] = rng.nextInt(3) - 1;
        const attrs = { filterSize, strides, pad };
        const output = comparison.run('cpu', { kernel: 'MaxPool', inputs: { x: input }, attrs });
        const inputs = { dy: normals(rng, output.shape), input, output };
        comparison.assertSameAsCpu({ kernel: 'MaxPoolGrad', inputs, attrs });
      }),
      property,
    );
  });
});
