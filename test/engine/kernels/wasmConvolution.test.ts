import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRng } from '../../../src/core/rng';
import { normals, openComparison, type Call, type KernelComparison } from './compareKernels';

const property = { numRuns: 60, seed: 1 };

type Pad = 'same' | 'valid' | number | [number, number][];

const convolution = fc.record({
  seed: fc.nat(),
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 5, max: 11 }),
  width: fc.integer({ min: 5, max: 11 }),
  // More than a panel of 8 channels, and more rows of filters than a tile has.
  inputs: fc.integer({ min: 1, max: 11 }),
  outputs: fc.integer({ min: 1, max: 19 }),
  filterHeight: fc.integer({ min: 1, max: 5 }),
  filterWidth: fc.integer({ min: 1, max: 5 }),
  strideY: fc.integer({ min: 1, max: 3 }),
  strideX: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom<Pad>('same', 'valid', 1, [
    [0, 0],
    [2, 0],
    [1, 3],
    [0, 0],
  ]),
});
/** 3×3, dense, with many channels: the Winograd transforms. */
const winograd = fc
  .tuple(convolution, fc.constantFrom(16, 24), fc.constantFrom(16, 32))
  .map(([of, inputs, outputs]) => {
    return { ...of, batch: 1, inputs, outputs, filterHeight: 3, filterWidth: 3, strideY: 1, strideX: 1 };
  });
type Convolution = typeof convolution extends fc.Arbitrary<infer T> ? T : never;

/** Groups of images of different sizes, several blocks of windows, and more than one row of blocks. */
const LARGE: readonly Convolution[] = [
  {
    seed: 1,
    batch: 7,
    height: 21,
    width: 20,
    inputs: 3,
    outputs: 9,
    filterHeight: 3,
    filterWidth: 3,
    strideY: 1,
    strideX: 1,
    pad: 'same',
  },
  {
    seed: 2,
    batch: 5,
    height: 33,
    width: 35,
    inputs: 2,
    outputs: 8,
    filterHeight: 5,
    filterWidth: 5,
    strideY: 2,
    strideX: 2,
    pad: 'same',
  },
  {
    seed: 3,
    batch: 9,
    height: 16,
    width: 16,
    inputs: 12,
    outputs: 16,
    filterHeight: 1,
    filterWidth: 1,
    strideY: 1,
    strideX: 1,
    pad: 'valid',
  },
  {
    seed: 4,
    batch: 3,
    height: 15,
    width: 14,
    inputs: 16,
    outputs: 16,
    filterHeight: 3,
    filterWidth: 3,
    strideY: 1,
    strideX: 1,
    pad: 'same',
  },
];

describe('wasm convolution', () => {
  let comparison: KernelComparison;

  before(async function () {
    this.timeout(20_000);
    comparison = await openComparison();
  });

  function callOf(kernel: string, of: Convolution, activation = 'linear'): Call {
    const rng = createRng(of.seed);
    type Size4 = [number, number, number, number];
    const inputShape: Size4 = [of.batch, of.height, of.width, of.inputs];
    const filterShape: Size4 = [of.filterHeight, of.filterWidth, of.inputs, of.outputs];
    const strides: [number, number] = [of.strideY, of.strideX];
    const rounding = typeof of.pad === 'string' ? undefined : 'floor';
    const { outShape } = comparison.tf.backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      1,
      of.pad as 'same', // its type leaves explicit padding out
      rounding,
    );
    const attrs: NamedAttrMap = {
      strides,
      pad: of.pad,
      dataFormat: 'NHWC',
      ...(rounding && { dimRoundingMode: rounding }),
    };
    const x = normals(rng, inputShape);
    const filter = normals(rng, filterShape);
    const dy = normals(rng, outShape);
    const forward = { ...attrs, dilations: 1 };
    switch (kernel) {
      case 'Conv2D':
        return { kernel, inputs: { x, filter }, attrs: forward };
      case 'FusedConv2D': {
        const inputs = { x, filter, bias: normals(rng, [of.outputs]) };
        return { kernel, inputs, attrs: { ...forward, activation, leakyreluAlpha: 0.2 } };
      }
      case 'Conv2DBackpropInput':
        return { kernel, inputs: { dy, filter }, attrs: { ...attrs, inputShape } };
      default:
        return { kernel, inputs: { dy, x }, attrs: { ...attrs, filterShape } };
    }
  }

  for (const kernel of ['Conv2D', 'FusedConv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter']) {
    it(`${kernel} agrees with the cpu backend`, () => {
      fc.assert(
        fc.property(convolution, (of) => comparison.assertSameAsCpu(callOf(kernel, of))),
        property,
      );
    });

    it(`${kernel} agrees for 3×3 filters of many channels`, () => {
      fc.assert(
        fc.property(winograd, (of) => comparison.assertSameAsCpu(callOf(kernel, of))),
        { ...property, numRuns: 6 },
      );
    });

    it(`${kernel} agrees on batches that are worked on in several groups`, () => {
      for (const of of LARGE) comparison.assertSameAsCpu(callOf(kernel, of));
    });
  }

  for (const activation of ['relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'])
    it(`FusedConv2D applies ${activation}`, () => {
      comparison.assertSameAsCpu(callOf('FusedConv2D', LARGE[0]!, activation));
    });

  it('leaves dilated convolutions to the stock kernel', () => {
    const { attrs, ...call } = callOf('Conv2D', { ...LARGE[0]!, batch: 1 });
    comparison.assertSameAsCpu({ ...call, attrs: { ...attrs, dilations: 2 } });
  });
});
