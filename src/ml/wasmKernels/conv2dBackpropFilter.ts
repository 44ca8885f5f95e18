import type { Conv2DBackpropFilterAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';
import type { KernelCall } from './kernelCall';

/**
 * The gradient of a convolution by its filter, which tfjs-wasm lacks: a convolution of the input with the output
 * gradient as its filter, the batch taking the place of the channels; strides become dilations.
 */
export function conv2dBackpropFilter(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { x, dy } = call.inputs as { x: TensorInfo; dy: TensorInfo }; // tfjs-core passes these two
  const attrs = call.attrs as unknown as Conv2DBackpropFilterAttrs; // tfjs-core passes them under this kernel's name
  const { filterShape, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number], // rank 4
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  if (info.dataFormat !== 'channelsLast') throw new Error(`Conv2DBackpropFilter: ${dataFormat} on wasm`);
  const { strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = info;
  // Rows and columns that no filter position reaches make the product larger than the filter: cut off below.
  const bottom = (info.outHeight - 1) * strideHeight + filterHeight - info.inHeight - info.padInfo.top;
  const right = (info.outWidth - 1) * strideWidth + filterWidth - info.inWidth - info.padInfo.left;

  const xAsBatch = call.run('Transpose', { x }, { perm: [3, 1, 2, 0] });
  const dyAsFilter = call.run('Transpose', { x: dy }, { perm: [1, 2, 0, 3] });
  const product = call.run(
    'Conv2D',
    { x: xAsBatch, filter: dyAsFilter },
    {
      strides: 1,
      dilations: [strideHeight, strideWidth],
      dataFormat,
      pad: [
        [0, 0],
        [info.padInfo.top, Math.max(bottom, 0)],
        [info.padInfo.left, Math.max(right, 0)],
        [0, 0],
      ],
    },
  );
  call.release(xAsBatch, dyAsFilter);
  const size = [inChannels, filterHeight, filterWidth, outChannels];
  const cut = call.run('Slice', { x: product }, { begin: [0, 0, 0, 0], size });
  const gradient = call.run('Transpose', { x: cut }, { perm: [1, 2, 0, 3] });
  call.release(product, cut);
  return gradient;
}
