import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';
import { floatsOf, type KernelCall } from './kernelCall';

/**
 * Sums over all axes but the last (bias gradients, batch statistics) in one pass with double precision; the stock
 * kernel transposes the whole tensor first. Other sums go to the stock kernel.
 */
export function sumLeadingAxes(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  const { axis, keepDims } = call.attrs as { axis?: number | number[] | null; keepDims?: boolean }; // as tfjs-core passes them
  const rank = x.shape.length;
  const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_size, index) => index), x.shape);
  const isLeading = rank > 1 && axes.length === rank - 1 && !axes.includes(rank - 1);
  if (!isLeading || x.dtype !== 'float32') return call.runStock();

  const columns = x.shape[rank - 1]!;
  const outShape = keepDims === true ? [...axes.map(() => 1), columns] : [columns];
  const out = call.backend.makeOutput(outShape, 'float32');
  const values = floatsOf(call, x);
  const totals = new Float64Array(columns);
  for (let start = 0; start < values.length; start += columns)
    for (let column = 0; column < columns; column++) totals[column]! += values[start + column]!;
  floatsOf(call, out).set(totals);
  return out;
}
