import assert from 'node:assert/strict';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import type { Rng } from '../../../src/core/rng';
import type { TensorFlow } from '../../../src/ml/backends/tensorFlow';
import { addCpuBackend } from '../addCpuBackend';
import { openWasm } from '../openWasm';

/** One call of a kernel: its inputs' shapes and values by name, and its attributes. */
export interface Call {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly attrs: NamedAttrMap;
}

export interface Values {
  readonly shape: number[];
  readonly data: Float32Array;
  readonly dtype?: 'float32' | 'int32';
}

export interface Outcome {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Of the largest value: sums of terms that cancel are no more exact than their terms. */
export const TOLERANCE = 1e-4;

/** Runs kernels on wasm and on tfjs's plain `cpu` backend, which is the reference. */
export interface KernelComparison {
  readonly tf: TensorFlow;
  run(backend: 'wasm' | 'cpu', call: Call): Outcome;
  assertSameAsCpu(call: Call): void;
}

export async function openComparison(): Promise<KernelComparison> {
  const tf = await openWasm();
  await addCpuBackend();

  /** Through the engine, which counts its tensors as it does for the product. */
  function run(backend: 'wasm' | 'cpu', { kernel, inputs, attrs }: Call): Outcome {
    // Both backends have started, so switching is immediate.
    void tf.setBackend(backend);
    assert.equal(tf.getBackend(), backend);
    try {
      return tf.tidy(() => {
        const tensors = Object.fromEntries(
          Object.entries(inputs).map(([name, { data, shape, dtype }]) => [
            name,
            tf.tensor(data, shape, dtype),
          ]),
        );
        // Every kernel here has one result.
        const result = tf.engine().runKernel<Tensor>(kernel, tensors, attrs);
        return { shape: result.shape, data: Float32Array.from(result.dataSync()) };
      });
    } finally {
      void tf.setBackend('wasm');
    }
  }

  function assertSameAsCpu(call: Call): void {
    const before = tf.memory();
    const wasm = run('wasm', call);
    const cpu = run('cpu', call);
    const after = tf.memory();
    assert.equal(after.numTensors, before.numTensors, 'tensors are left');
    assert.equal(after.numDataBuffers, before.numDataBuffers, 'memory is left');
    assert.deepEqual(wasm.shape, cpu.shape);
    assertClose(wasm.data, cpu.data);
  }

  return { tf, run, assertSameAsCpu };
}

export function assertClose(actual: Float32Array, expected: Float32Array): void {
  const scale = Math.max(...Array.from(expected.filter(Number.isFinite), Math.abs), 1);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const difference = Math.abs(actual[i]! - expected[i]!);
    assert.ok(difference <= TOLERANCE * scale, `value ${i}: ${actual[i]!} on wasm, ${expected[i]!} on cpu`);
  }
}

export function normals(rng: Rng, shape: number[], dtype: 'float32' | 'int32' = 'float32'): Values {
  const size = shape.reduce((product, length) => product * length, 1);
  const draw = dtype === 'int32' ? () => rng.nextInt(19) - 9 : () => rng.normal();
  return { shape, dtype, data: Float32Array.from({ length: size }, draw) };
}
