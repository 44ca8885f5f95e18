import type { MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';
import { floatsOf, type KernelCall } from './kernelCall';

/**
 * The gradient of max pooling: each output's gradient goes to the first input of its window (row by row) that equals
 * it, as on the other backends. One pass over the heap, channels innermost, since the stock kernel is many times slower.
 */
export function maxPoolGrad(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { dy, input, output } = call.inputs as { dy: TensorInfo; input: TensorInfo; output: TensorInfo }; // tfjs-core passes these
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as MaxPoolGradAttrs; // tfjs-core passes them
  const shape = input.shape as [number, number, number, number]; // rank 4
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const dx = call.backend.makeOutput(shape, 'float32');
  const heap = {
    x: floatsOf(call, input),
    y: floatsOf(call, output),
    dy: floatsOf(call, dy),
    dx: floatsOf(call, dx),
  };
  heap.dx.fill(0);
  const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels } = info;
  const windows = { ...info, rowStep: inWidth * inChannels };
  let cell = 0;
  for (let image = 0; image < batchSize; image++)
    for (let row = 0; row < outHeight; row++)
      for (let column = 0; column < outWidth; column++, cell += inChannels)
        spreadWindow(heap, windows, {
          cell,
          imageStart: image * inHeight * inWidth * inChannels,
          firstRow: row * info.strideHeight - info.padInfo.top,
          firstColumn: column * info.strideWidth - info.padInfo.left,
        });
  return dx;
}

interface Heap {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly dy: Float32Array;
  readonly dx: Float32Array;
}

interface WindowShape {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly rowStep: number;
}

interface WindowPlace {
  /** Where the window's outputs start: one for each channel. */
  readonly cell: number;
  readonly imageStart: number;
  /** Negative inside the padding. */
  readonly firstRow: number;
  readonly firstColumn: number;
}

function spreadWindow({ x, y, dy, dx }: Heap, shape: WindowShape, place: WindowPlace): void {
  const { inChannels, rowStep } = shape;
  const { cell, imageStart, firstRow, firstColumn } = place;
  const top = Math.max(firstRow, 0);
  const left = Math.max(firstColumn, 0);
  const bottom = Math.min(firstRow + shape.filterHeight, shape.inHeight);
  const right = Math.min(firstColumn + shape.filterWidth, shape.inWidth);
  for (let channel = 0; channel < inChannels; channel++) {
    const highest = y[cell + channel]!;
    search: for (let row = top; row < bottom; row++) {
      let at = imageStart + row * rowStep + left * inChannels + channel;
      for (let column = left; column < right; column++, at += inChannels)
        if (x[at] === highest) {
          dx[at]! += dy[cell + channel]!;
          break search;
        }
    }
  }
}
