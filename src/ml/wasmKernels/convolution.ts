import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import { activate, RELU } from './activation';
import { convolutionShape, type ConvolutionShape } from './convolutionShape';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';
import type { PaddedImages } from './paddedImages';
import { multiplyWindows } from './windowProducts';
import { winogradConvolution } from './winogradConvolution';
import { isWinograd } from './winogradTiling';

/** `Conv2D`, and `FusedConv2D` with its bias and activation. */
export function convolution(tf: TensorFlow, module: KernelModule, call: KernelCall): TensorInfo {
  const { x, filter, bias } = call.inputs as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }; // tfjs-core passes these
  const { attrs } = call;
  const shapes = { input: x.shape, filter: filter.shape };
  const shape = convolutionShape(tf, { attrs, tensors: [x, filter] }, shapes);
  if (shape === undefined) return call.runStock();
  const { batchSize, outHeight, outWidth, outChannels } = shape;
  const y = call.backend.makeOutput([batchSize, outHeight, outWidth, outChannels], 'float32');
  const depth = shape.filterHeight * shape.filterWidth * shape.inChannels;
  const filters = call.address(filter);
  const step = outChannels * 4;
  const images = inputImages(shape, call.address(x));
  const output = {
    address: call.address(y),
    height: outHeight,
    width: outWidth,
    channels: outChannels,
    bias: bias && call.address(bias),
  };
  const isRelu = attrs.activation === 'relu';
  if (isWinograd(shape)) {
    winogradConvolution(module, images, { output, isRelu, filters, isTurned: false });
    return activate(call, y);
  }
  multiplyWindows(module, images, {
    grids: [
      {
        rows: outHeight,
        columns: outWidth,
        top: 0,
        left: 0,
        stepY: shape.strideHeight,
        stepX: shape.strideWidth,
        windowHeight: shape.filterHeight,
        windowWidth: shape.filterWidth,
        targetTop: 0,
        targetLeft: 0,
        targetStepY: 1,
        targetStepX: 1,
        packFilters: (panels) =>
          module.functions.packPanels(filters, step, depth, outChannels, panels, depth, 0),
      },
    ],
    output: { ...output, mode: isRelu ? RELU : 0 },
  });
  return activate(call, y);
}

/** The input of a convolution with the border its windows reach into; not always what `padInfo` says of the far sides. */
export function inputImages(shape: ConvolutionShape, address: number): PaddedImages {
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = shape;
  const { top, left } = padInfo;
  const lastRow = (shape.outHeight - 1) * shape.strideHeight + shape.filterHeight;
  const lastColumn = (shape.outWidth - 1) * shape.strideWidth + shape.filterWidth;
  return {
    address,
    batch: batchSize,
    height: inHeight,
    width: inWidth,
    channels: inChannels,
    top,
    left,
    bottom: Math.max(lastRow - inHeight - top, 0),
    right: Math.max(lastColumn - inWidth - left, 0),
  };
}
