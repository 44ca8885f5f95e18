import type { backend_util, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';

export type ConvolutionShape = backend_util.Conv2DInfo;

interface ConvolutionAttrs {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | [number, number][];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The sizes of a convolution, or undefined where our kernels do not apply: other layouts, dilation, other types. */
export function convolutionShape(
  tf: TensorFlow,
  call: { readonly attrs: NamedAttrMap; readonly tensors: readonly TensorInfo[] },
  shapes: { readonly input: readonly number[]; readonly filter: readonly number[] },
): ConvolutionShape | undefined {
  const {
    strides,
    pad,
    dataFormat,
    dilations = 1,
    dimRoundingMode,
  } = call.attrs as unknown as ConvolutionAttrs; // of every convolution kernel
  if (dataFormat !== 'NHWC' || call.tensors.some(({ dtype }) => dtype !== 'float32')) return undefined;
  type Size4 = [number, number, number, number]; // tfjs-core has checked the ranks
  const shape = tf.backend_util.computeConv2DInfo(
    shapes.input as Size4,
    shapes.filter as Size4,
    strides,
    dilations,
    pad as 'valid', // its type leaves explicit padding out
    dimRoundingMode,
  );
  return shape.dilationHeight === 1 && shape.dilationWidth === 1 ? shape : undefined;
}
