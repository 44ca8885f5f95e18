import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelCall } from './kernelCall';

/** The modes of `src/kernels/writeRow.ts`. */
export const ACCUMULATE = 1;
export const RELU = 2;

/** What fused kernels do to their result in a pass of its own; linear and ReLU are part of ours. */
const SEPARATE_KERNELS: Readonly<Record<string, string>> = {
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** Applies the activation named in the call's attributes to `result`, unless the kernel has done it. */
export function activate(call: KernelCall, result: TensorInfo): TensorInfo {
  // As tfjs-core passes them to the fused kernels.
  const { activation, leakyreluAlpha } = call.attrs as { activation?: string; leakyreluAlpha?: number };
  if (activation === undefined || activation === 'linear' || activation === 'relu') return result;
  const kernel = SEPARATE_KERNELS[activation];
  if (kernel === undefined) throw new Error(`The activation ${activation} is unknown on wasm`);
  const { preluActivationWeights: alpha } = call.inputs;
  const inputs = alpha === undefined ? { x: result } : { x: result, alpha };
  const activated = call.run(kernel, inputs, { alpha: leakyreluAlpha ?? 0 });
  call.release(result);
  return activated;
}
