import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelCall } from './kernelCall';

/**
 * Matrix products with transposed inputs (`BatchMatMul` and `_FusedMatMul`): the stock kernels fall back to a naive
 * loop for these, so the inputs are transposed first.
 */
export function matMulOfTransposed(call: KernelCall): TensorInfo {
  const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo }; // tfjs-core passes these two
  const inputs: NamedTensorInfoMap = { ...call.inputs };
  const made: TensorInfo[] = [];
  if (call.attrs.transposeA === true) made.push((inputs.a = swapLastAxes(call, a)));
  if (call.attrs.transposeB === true) made.push((inputs.b = swapLastAxes(call, b)));
  const product = call.runStock(inputs, { ...call.attrs, transposeA: false, transposeB: false });
  call.release(...made);
  return product;
}

function swapLastAxes(call: KernelCall, x: TensorInfo): TensorInfo {
  const perm = x.shape.map((_size, axis) => axis);
  const last = perm.length - 1;
  [perm[last - 1], perm[last]] = [last, last - 1];
  return call.run('Transpose', { x }, { perm });
}
