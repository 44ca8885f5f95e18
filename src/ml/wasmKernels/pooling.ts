import type { MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import type { KernelCall } from './kernelCall';
import type { PoolSizes } from './kernelFunctions';
import type { KernelModule } from './kernelModule';

/** `MaxPool`. */
export function maxPool(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  if (x.dtype !== 'float32') return call.runStock();
  const sizes = poolSizes(tf, call, x);
  const y = call.output(outShape(sizes));
  if (isPlain2x2(sizes)) functions.maxPool2x2(call.address(x), call.address(y), ...imageSizes(sizes));
  else functions.maxPool(call.address(x), call.address(y), ...sizes);
  return y;
}

/** `MaxPoolGrad`: of several largest values in a window, the first row by row gets the gradient. */
export function maxPoolGrad(
  tf: TensorFlow,
  { functions, scratch }: KernelModule,
  call: KernelCall,
): TensorInfo {
  const { dy, input, output } = call.inputs as { dy: TensorInfo; input: TensorInfo; output: TensorInfo }; // tfjs-core passes these
  const sizes = poolSizes(tf, call, input);
  const dx = call.output(input.shape);
  const to = call.address(dx);
  if (isPlain2x2(sizes))
    functions.maxPool2x2Gradient(call.address(input), call.address(dy), to, ...imageSizes(sizes));
  else {
    scratch.float32(to, tf.util.sizeFromShape(input.shape)).fill(0);
    functions.maxPoolGradient(call.address(input), call.address(output), call.address(dy), to, ...sizes);
  }
  return dx;
}

/** `AvgPool`. */
export function averagePool(tf: TensorFlow, { functions }: KernelModule, call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  if (x.dtype !== 'float32') return call.runStock();
  const sizes = poolSizes(tf, call, x);
  const y = call.output(outShape(sizes));
  functions.averagePool(call.address(x), call.address(y), ...sizes);
  return y;
}

/** `AvgPoolGrad`. What it is at borders differs from backend to backend, so with padding it stays the stock kernel. */
export function averagePoolGrad(
  tf: TensorFlow,
  { functions, scratch }: KernelModule,
  call: KernelCall,
): TensorInfo {
  const { dy, input } = call.inputs as { dy: TensorInfo; input: TensorInfo }; // tfjs-core passes these two
  const sizes = poolSizes(tf, call, input);
  if (!isInside(sizes)) return call.runStock();
  const dx = call.output(input.shape);
  scratch.float32(call.address(dx), tf.util.sizeFromShape(input.shape)).fill(0);
  functions.averagePoolGradient(call.address(dy), call.address(dx), ...sizes);
  return dx;
}

function poolSizes(tf: TensorFlow, call: KernelCall, x: TensorInfo): PoolSizes {
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as MaxPoolGradAttrs; // of every pooling kernel
  const shape = x.shape as [number, number, number, number]; // rank 4
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

function imageSizes([images, height, width, channels]: PoolSizes): [number, number, number, number] {
  return [images, height, width, channels];
}

function outShape([images, , , channels, outHeight, outWidth]: PoolSizes): number[] {
  return [images, outHeight, outWidth, channels];
}

/** Windows of 2×2 side by side, on whole vectors of channels. */
function isPlain2x2([, height, width, channels, outHeight, outWidth, ...window]: PoolSizes): boolean {
  const isHalf = outHeight === height >> 1 && outWidth === width >> 1;
  const [windowHeight, windowWidth, strideY, strideX, top, left] = window;
  const isSquare = windowHeight === 2 && windowWidth === 2 && strideY === 2 && strideX === 2;
  return isHalf && isSquare && top === 0 && left === 0 && channels % 4 === 0;
}

/** Whether no window reaches over the border. */
function isInside(sizes: PoolSizes): boolean {
  const [, height, width, , outHeight, outWidth, windowHeight, windowWidth, strideY, strideX, top, left] =
    sizes;
  const isLastInside =
    (outHeight - 1) * strideY + windowHeight <= height && (outWidth - 1) * strideX + windowWidth <= width;
  return top === 0 && left === 0 && isLastInside;
}
