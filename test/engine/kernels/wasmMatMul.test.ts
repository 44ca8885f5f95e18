import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { normals, openComparison, type KernelComparison } from './compareKernels';

const property = { numRuns: 60, seed: 1 };

const product = fc.record({
  seed: fc.nat(),
  batch: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 20 }),
  inner: fc.integer({ min: 1, max: 20 }),
  columns: fc.integer({ min: 1, max: 20 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  isBroadcast: fc.boolean(),
});
type Product = typeof product extends fc.Arbitrary<infer T> ? T : never;

describe('wasm matrix products', () => {
  let comparison: KernelComparison;

  before(async function () {
    this.timeout(20_000);
    comparison = await openComparison();
  });

  function matricesOf({ seed, batch, rows, inner, columns, transposeA, transposeB, isBroadcast }: Product) {
    const rng = createRng(seed);
    const a = normals(rng, [batch, ...(transposeA ? [inner, rows] : [rows, inner])]);
    const b = normals(rng, [isBroadcast ? 1 : batch, ...(transposeB ? [columns, inner] : [inner, columns])]);
    return { a, b, bias: normals(rng, [columns]) };
  }

  it('BatchMatMul agrees with the cpu backend for each way of transposing', () => {
    fc.assert(
      fc.property(product, (of) => {
        const { a, b } = matricesOf(of);
        const attrs = { transposeA: of.transposeA, transposeB: of.transposeB };
        comparison.assertSameAsCpu({ kernel: 'BatchMatMul', inputs: { a, b }, attrs });
      }),
      property,
    );
  });

  it('BatchMatMul agrees where rows and the inner axis take several blocks', () => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const size = { seed: 3, batch: 1, rows: 131, inner: 259, columns: 13, isBroadcast: false };
      const { a, b } = matricesOf({ ...size, transposeA, transposeB });
      comparison.assertSameAsCpu({
        kernel: 'BatchMatMul',
        inputs: { a, b },
        attrs: { transposeA, transposeB },
      });
    }
  });

  // The stock kernel of tfjs-wasm 4.22 adds the wrong bias from the second matrix on.
  it('_FusedMatMul agrees with the cpu backend, with bias and activation', () => {
    fc.assert(
      fc.property(
        product,
        fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'),
        (of, activation) => {
          const { transposeA, transposeB } = of;
          const attrs = { transposeA, transposeB, activation, leakyreluAlpha: 0.3 };
          comparison.assertSameAsCpu({ kernel: '_FusedMatMul', inputs: matricesOf(of), attrs });
        },
      ),
      property,
    );
  });

  it('_FusedMatMul takes a bias for each cell', () => {
    const of = { seed: 5, batch: 2, rows: 5, inner: 7, columns: 9, isBroadcast: false };
    const attrs = { transposeA: false, transposeB: false, activation: 'relu' };
    const inputs = { ...matricesOf({ ...of, ...attrs }), bias: normals(createRng(6), [5, 9]) };
    comparison.assertSameAsCpu({ kernel: '_FusedMatMul', inputs, attrs });
  });
});
