import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';

/** `Identity`: the same memory, counted once more. The stock kernel copies, and runs for every tensor a gradient needs. */
export function identity(call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  call.backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/** `Relu`. */
export function relu(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  if (x.dtype !== 'float32') return call.runStock();
  const y = call.output(x.shape);
  functions.relu(call.address(x), call.address(y), tf.util.sizeFromShape(x.shape));
  return y;
}

/** See reluGradient.ts. */
export function reluGradient(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo {
  const { dy, y } = call.inputs as { dy: TensorInfo; y: TensorInfo };
  const dx = call.output(y.shape);
  functions.reluGradient(call.address(dy), call.address(y), call.address(dx), tf.util.sizeFromShape(y.shape));
  return dx;
}

/** See adam.ts. */
export function adamStep(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo[] {
  const { variable, mean, square, gradient } = call.inputs as Record<
    'variable' | 'mean' | 'square' | 'gradient',
    TensorInfo
  >;
  const { meanDecay, squareDecay, rate, epsilon } = call.attrs as Record<
    'meanDecay' | 'squareDecay' | 'rate' | 'epsilon',
    number
  >;
  const next = [variable, mean, square].map(({ shape }) => call.output(shape)) as [
    TensorInfo,
    TensorInfo,
    TensorInfo,
  ];
  functions.adamStep(
    call.address(variable),
    call.address(mean),
    call.address(square),
    call.address(gradient),
    tf.util.sizeFromShape(variable.shape),
    meanDecay,
    squareDecay,
    rate,
    epsilon,
    call.address(next[0]),
    call.address(next[1]),
    call.address(next[2]),
  );
  return next;
}

/** See dropoutMask.ts. */
export function dropoutMask(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo {
  const { shape, seed, threshold, kept } = call.attrs as {
    shape: number[];
    seed: number;
    threshold: number;
    kept: number;
  };
  const mask = call.output(shape);
  functions.dropoutMask(call.address(mask), tf.util.sizeFromShape(shape), seed, threshold, kept);
  return mask;
}
