import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';
import type { KernelCall } from './kernelCall';

/**
 * The gradient of a stride-1 convolution by its input: a convolution of the padded output gradient with the filter
 * turned by 180° and its channels swapped, which runs on the fast forward kernel. Other strides go to the stock kernel.
 */
export function conv2dBackpropInput(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo }; // tfjs-core passes these two
  const attrs = call.attrs as unknown as Conv2DBackpropInputAttrs; // tfjs-core passes them under this kernel's name
  const { inputShape, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const [filterHeight, filterWidth, inChannels, outChannels] = filter.shape as [
    number,
    number,
    number,
    number,
  ]; // rank 4
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    [filterHeight, filterWidth, inChannels, outChannels],
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  const top = filterHeight - 1 - info.padInfo.top;
  const left = filterWidth - 1 - info.padInfo.left;
  const bottom = info.inHeight - info.outHeight - top + filterHeight - 1;
  const right = info.inWidth - info.outWidth - left + filterWidth - 1;
  const isPlain = info.strideHeight === 1 && info.strideWidth === 1 && dataFormat === 'NHWC';
  if (!isPlain || Math.min(top, left, bottom, right) < 0) return call.runStock(call.inputs, call.attrs);

  const turned = call.run('Reverse', { x: filter }, { dims: [0, 1] });
  const swapped = call.run('Transpose', { x: turned }, { perm: [0, 1, 3, 2] });
  const dx = call.run(
    'Conv2D',
    { x: dy, filter: swapped },
    {
      strides: 1,
      dilations: 1,
      dataFormat,
      pad: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
    },
  );
  call.release(turned, swapped);
  return dx;
}
