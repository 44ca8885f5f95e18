import assert from 'node:assert/strict';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRng, type Rng } from '../../../src/core/rng';
import type { TensorFlow } from '../../../src/ml/tensorFlow';
import { addCpuBackend } from './addCpuBackend';
import { openWasm } from './openWasm';

/** One call of a kernel: its inputs' shapes and values by name, and its attributes. */
interface Call {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly attrs: NamedAttrMap;
}

interface Values {
  readonly shape: number[];
  readonly data: Float32Array;
  readonly dtype?: 'float32' | 'int32';
}

interface Outcome {
  readonly shape: number[];
  readonly data: ArrayLike<number>;
}

const TOLERANCE = 1e-4;
const property = { numRuns: 60, seed: 1 };

describe('wasm kernels', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openWasm();
    await addCpuBackend();
  });
  afterEach(() => tf.setBackend('wasm'));

  /** Runs a kernel through the engine, which counts its tensors as it does for the product. */
  function runOn(backend: 'wasm' | 'cpu', { kernel, inputs, attrs }: Call): Outcome {
    // Both backends have started, so switching is immediate.
    void tf.setBackend(backend);
    assert.equal(tf.getBackend(), backend);
    return tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, shape, dtype }]) => [name, tf.tensor(data, shape, dtype)]),
      );
      // Every kernel here has one result.
      const result = tf.engine().runKernel<Tensor>(kernel, tensors, attrs);
      return { shape: result.shape, data: result.dataSync() };
    });
  }

  function assertSameAsCpu(call: Call): void {
    const before = tf.memory();
    const wasm = runOn('wasm', call);
    const cpu = runOn('cpu', call);
    const after = tf.memory();
    assert.equal(after.numTensors, before.numTensors, 'tensors are left');
    assert.equal(after.numDataBuffers, before.numDataBuffers, 'memory is left');
    assert.deepEqual(wasm.shape, cpu.shape);
    // Relative to the largest value: sums of terms that cancel are no more exact than their terms.
    const scale = Math.max(...Array.from(cpu.data, Math.abs), 1);
    for (let i = 0; i < cpu.data.length; i++)
      assert.ok(
        Math.abs(wasm.data[i]! - cpu.data[i]!) <= TOLERANCE * scale,
        `value ${i}: ${wasm.data[i]!} on wasm, ${cpu.data[i]!} on cpu`,
      );
  }

  const convolution = fc.record({
    seed: fc.nat(),
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 3, max: 9 }),
    width: fc.integer({ min: 3, max: 9 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    outputs: fc.integer({ min: 1, max: 5 }),
    filterHeight: fc.integer({ min: 1, max: 3 }),
    filterWidth: fc.integer({ min: 1, max: 3 }),
    strideY: fc.integer({ min: 1, max: 2 }),
    strideX: fc.integer({ min: 1, max: 2 }),
    pad: fc.constantFrom<'same' | 'valid' | 1>('same', 'valid', 1),
  });
  type Convolution = typeof convolution extends fc.Arbitrary<infer T> ? T : never;

  function convolutionCall(kernel: 'Conv2DBackpropInput' | 'Conv2DBackpropFilter', of: Convolution): Call {
    const rng = createRng(of.seed);
    const inputShape: [number, number, number, number] = [of.batch, of.height, of.width, of.inputs];
    const filterShape: [number, number, number, number] = [
      of.filterHeight,
      of.filterWidth,
      of.inputs,
      of.outputs,
    ];
    const strides: [number, number] = [of.strideY, of.strideX];
    const rounding = of.pad === 1 ? 'floor' : undefined;
    const { outShape } = tf.backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      1,
      of.pad,
      rounding,
    );
    const dy = normals(rng, outShape);
    const attrs: NamedAttrMap = {
      strides,
      pad: of.pad,
      dataFormat: 'NHWC',
      ...(rounding && { dimRoundingMode: rounding }),
    };
    return kernel === 'Conv2DBackpropInput'
      ? { kernel, inputs: { dy, filter: normals(rng, filterShape) }, attrs: { ...attrs, inputShape } }
      : { kernel, inputs: { dy, x: normals(rng, inputShape) }, attrs: { ...attrs, filterShape } };
  }

  for (const kernel of ['Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const)
    it(`${kernel} agrees with the cpu backend`, () => {
      fc.assert(
        fc.property(convolution, (of) => assertSameAsCpu(convolutionCall(kernel, of))),
        property,
      );
    });

  /** Few different values, as after ReLU, give windows with several maxima. */
  const pooling = fc.record({
    seed: fc.nat(),
    shape: fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
    ),
    filterSize: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
    hasTies: fc.boolean(),
  });

  it('MaxPoolGrad agrees with the cpu backend, also where several values are largest', () => {
    fc.assert(
      fc.property(pooling, ({ seed, shape, filterSize, strides, pad, hasTies }) => {
        const rng = createRng(seed);
        const input = normals(rng, shape);
        if (hasTies) for (let i = 0; i < input.data.length; i++) input.data[i] = rng.nextInt(3) - 1;
        const attrs = { filterSize, strides, pad };
        const output = runOn('cpu', { kernel: 'MaxPool', inputs: { x: input }, attrs });
        const inputs = {
          dy: normals(rng, output.shape),
          input,
          output: { shape: output.shape, data: Float32Array.from(output.data) },
        };
        assertSameAsCpu({ kernel: 'MaxPoolGrad', inputs, attrs });
      }),
      property,
    );
  });

  const product = fc.record({
    seed: fc.nat(),
    batch: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 9 }),
    inner: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    isBroadcast: fc.boolean(),
  });

  it('BatchMatMul agrees with the cpu backend for each way of transposing', () => {
    fc.assert(
      fc.property(product, ({ seed, batch, rows, inner, columns, transposeA, transposeB, isBroadcast }) => {
        const rng = createRng(seed);
        const a = normals(rng, [batch, ...(transposeA ? [inner, rows] : [rows, inner])]);
        const b = normals(rng, [
          isBroadcast ? 1 : batch,
          ...(transposeB ? [columns, inner] : [inner, columns]),
        ]);
        assertSameAsCpu({ kernel: 'BatchMatMul', inputs: { a, b }, attrs: { transposeA, transposeB } });
      }),
      property,
    );
  });

  // One matrix at a time: for batches, tfjs-wasm 4.22 itself adds the wrong bias from the second row on.
  it('_FusedMatMul agrees with the cpu backend, with bias and activation', () => {
    fc.assert(
      fc.property(product, ({ seed, rows, inner, columns, transposeA, transposeB, isBroadcast }) => {
        const rng = createRng(seed);
        const inputs = {
          a: normals(rng, [1, ...(transposeA ? [inner, rows] : [rows, inner])]),
          b: normals(rng, [1, ...(transposeB ? [columns, inner] : [inner, columns])]),
          bias: normals(rng, [columns]),
        };
        const activation = isBroadcast ? 'relu' : 'linear';
        assertSameAsCpu({ kernel: '_FusedMatMul', inputs, attrs: { transposeA, transposeB, activation } });
      }),
      property,
    );
  });

  const sum = fc.record({
    seed: fc.nat(),
    shape: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
    summed: fc.integer({ min: 0, max: 15 }),
    keepDims: fc.boolean(),
    isInteger: fc.boolean(),
  });

  it('Sum agrees with the cpu backend over every choice of axes', () => {
    fc.assert(
      fc.property(sum, ({ seed, shape, summed, keepDims, isInteger }) => {
        const rng = createRng(seed);
        const axis = [...shape.keys()].filter((at) => ((summed >> at) & 1) === 1);
        const x = normals(rng, shape, isInteger ? 'int32' : 'float32');
        assertSameAsCpu({ kernel: 'Sum', inputs: { x }, attrs: { axis, keepDims } });
      }),
      { ...property, numRuns: 120 },
    );
  });

  it('Sum over all but the last axis agrees, whichever way the axes are named', () => {
    const x = normals(createRng(7), [3, 4, 2, 5]);
    for (const axis of [
      [0, 1, 2],
      [2, 0, 1],
      [-2, -3, -4],
    ])
      for (const keepDims of [false, true])
        assertSameAsCpu({ kernel: 'Sum', inputs: { x }, attrs: { axis, keepDims } });
  });

  it('gives a gradient through convolution, pooling, sums and matrix products as on the cpu', () => {
    const rng = createRng(11);
    const images = normals(rng, [2, 7, 5, 3]);
    const filters = normals(rng, [3, 3, 3, 4]);
    const weights = normals(rng, [24, 6]);
    const gradientsOn = (backend: 'wasm' | 'cpu'): number[] => {
      void tf.setBackend(backend);
      return tf.tidy(() => {
        const x = tf.tensor4d(images.data, [2, 7, 5, 3]);
        const f = tf.tensor4d(filters.data, [3, 3, 3, 4]);
        const w = tf.tensor2d(weights.data, [24, 6]);
        const gradients = tf.grads((a: Tensor, b: Tensor, c: Tensor) => {
          const pooled = tf.maxPool(tf.conv2d(a as typeof x, b as typeof f, 1, 'same'), 2, 2, 'valid'); // as passed below
          return tf.sum<Tensor>(tf.square(tf.matMul(tf.reshape(pooled, [2, 24]), c)));
        })([x, f, w]);
        return gradients.flatMap((gradient) => [...gradient.dataSync()]);
      });
    };
    const before = tf.memory().numTensors;
    const wasm = gradientsOn('wasm');
    const cpu = gradientsOn('cpu');
    assert.equal(tf.memory().numTensors, before);
    const scale = Math.max(...cpu.map(Math.abs));
    wasm.forEach((value, i) => assert.ok(Math.abs(value - cpu[i]!) <= TOLERANCE * scale, `value ${i}`));
  });
});

function normals(rng: Rng, shape: number[], dtype: 'float32' | 'int32' = 'float32'): Values {
  const size = shape.reduce((product, length) => product * length, 1);
  const draw = dtype === 'int32' ? () => rng.nextInt(19) - 9 : () => rng.normal();
  return { shape, dtype, data: Float32Array.from({ length: size }, draw) };
}
