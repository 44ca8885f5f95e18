import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { normals, openComparison, type KernelComparison, type Values } from './compareKernels';

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

  /** Also windows of 2×2 that do not overlap, on whole vectors of channels: these have kernels of their own. */
  const plainPooling = pooling.map(({ shape: [batch, height, width], ...rest }) => ({
    ...rest,
    shape: [batch, height, width, 8] as [number, number, number, number],
    filterSize: [2, 2] as [number, number],
    strides: [2, 2] as [number, number],
    pad: 'valid' as const,
  }));
  const anyPooling = fc.oneof(pooling, plainPooling);
  type Pooling = typeof anyPooling extends fc.Arbitrary<infer T> ? T : never;

  function inputOf({ seed, shape, hasTies }: Pooling): Values {
    const rng = createRng(seed);
    const input = normals(rng, shape);
    if (hasTies) for (let i = 0; i < input.data.length; i++) input.data[i] = rng.nextInt(3) - 1;
    return input;
  }

  for (const kernel of ['MaxPool', 'AvgPool'] as const) {
    it(`${kernel} agrees with the cpu backend`, () => {
      fc.assert(
        fc.property(anyPooling, (of) => {
          const { filterSize, strides, pad } = of;
          comparison.assertSameAsCpu({
            kernel,
            inputs: { x: inputOf(of) },
            attrs: { filterSize, strides, pad },
          });
        }),
        property,
      );
    });

    it(`${kernel}Grad agrees with the cpu backend`, () => {
      fc.assert(
        fc.property(anyPooling, (of) => {
          const { filterSize, strides, pad } = of;
          const attrs = { filterSize, strides, pad };
          const input = inputOf(of);
          const output = comparison.run('cpu', { kernel, inputs: { x: input }, attrs });
          const dy = normals(createRng(of.seed + 1), output.shape);
          const inputs = { dy, input, ...(kernel === 'MaxPool' && { output }) };
          comparison.assertSameAsCpu({ kernel: `${kernel}Grad`, inputs, attrs });
        }),
        property,
      );
    });
  }

  it('passes over NaN as the cpu backend does', () => {
    for (const channels of [1, 4]) {
      const x = normals(createRng(3), [1, 4, 4, channels]);
      x.data.fill(NaN, 0, 2 * channels);
      x.data.fill(NaN, 4 * channels, 7 * channels);
      const attrs = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
      comparison.assertSameAsCpu({ kernel: 'MaxPool', inputs: { x }, attrs });
      const output = comparison.run('cpu', { kernel: 'MaxPool', inputs: { x }, attrs });
      const inputs = { dy: normals(createRng(4), output.shape), input: x, output };
      comparison.assertSameAsCpu({ kernel: 'MaxPoolGrad', inputs, attrs });
    }
  });

  it('Relu keeps NaN, as the cpu backend does', () => {
    const x = { shape: [7], data: Float32Array.of(1, -1, NaN, 0, NaN, -2, NaN) };
    comparison.assertSameAsCpu({ kernel: 'Relu', inputs: { x }, attrs: {} });
  });
});
