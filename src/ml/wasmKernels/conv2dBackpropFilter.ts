import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import { inputImages } from './convolution';
import { convolutionShape, type ConvolutionShape } from './convolutionShape';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';
import { forEachGroup, groupImages, type ImageGroups } from './paddedImages';
import { fillPlaces, tableLength } from './placeTable';
import { panelBytes } from './windowProducts';
import { winogradFilterGradient } from './winogradFilterGradient';
import { isWinograd } from './winogradTiling';

/** Windows whose output gradients are a panel that stays in the first-level cache: a multiple of the table's unit. */
const BLOCK_WINDOWS = 504;

/** The gradient of a convolution by its filter: for each tap, the input there times the output gradient, summed. */
export function conv2dBackpropFilter(tf: TensorFlow, module: KernelModule, call: KernelCall): TensorInfo {
  const { x, dy } = call.inputs as { x: TensorInfo; dy: TensorInfo }; // tfjs-core passes these two
  const { filterShape } = call.attrs as { filterShape: [number, number, number, number] }; // and this attribute
  const shapes = { input: x.shape, filter: filterShape };
  const shape = convolutionShape(tf, { attrs: call.attrs, tensors: [x, dy] }, shapes);
  // The stock library has no such kernel to go to.
  if (shape === undefined) throw new Error('Conv2DBackpropFilter on wasm takes NHWC without dilation only');
  const gradient = call.backend.makeOutput(filterShape, 'float32');
  const at = { x: call.address(x), dy: call.address(dy), gradient: call.address(gradient) };
  if (isWinograd(shape)) {
    const { outHeight: height, outWidth: width, outChannels: channels } = shape;
    const output = { address: at.dy, height, width, channels };
    winogradFilterGradient(module, inputImages(shape, at.x), { dy: output, gradient: at.gradient });
  } else sumOverWindows(module, shape, at);
  return gradient;
}

function sumOverWindows(
  { functions, scratch }: KernelModule,
  shape: ConvolutionShape,
  at: { readonly x: number; readonly dy: number; readonly gradient: number },
): void {
  const { outHeight, outWidth, outChannels } = shape;
  const windows = outHeight * outWidth;
  const taps = shape.filterHeight * shape.filterWidth * shape.inChannels;
  const groups = groupImages(inputImages(shape, at.x), windows);
  const [padded, places, tapTable, panels] = scratch.reserve(
    groups.scratchBytes,
    tableLength(groups.size * windows) * 4,
    tableLength(taps) * 4,
    panelBytes(BLOCK_WINDOWS, outChannels),
  ) as [number, number, number, number]; // one for each length
  scratch.float32(padded, groups.scratchBytes / 4).fill(0);
  scratch.float32(at.gradient, taps * outChannels).fill(0);
  fillTaps(scratch.uint32(tapTable, tableLength(taps)), shape, groups);
  fillWindows(scratch.uint32(places, tableLength(groups.size * windows)), shape, groups);
  const stepBytes = outChannels * 4;
  forEachGroup(groups, {
    functions,
    padded,
    work({ first, count, address }) {
      for (let from = 0; from < count * windows; from += BLOCK_WINDOWS) {
        const size = Math.min(BLOCK_WINDOWS, count * windows - from);
        const dy = at.dy + (first * windows + from) * stepBytes;
        functions.packPanels(dy, stepBytes, size, outChannels, panels, size, 0);
        functions.outerProducts(
          address,
          places + from * 4,
          size,
          tapTable,
          taps,
          panels,
          outChannels,
          at.gradient,
        );
      }
    },
  });
}

/** Where each tap of a filter is from the start of its window. */
function fillTaps(table: Uint32Array, shape: ConvolutionShape, { rowBytes }: ImageGroups): void {
  fillPlaces(table, {
    images: 1,
    rows: shape.filterHeight,
    columns: shape.filterWidth * shape.inChannels,
    first: 0,
    imageStep: 0,
    rowStep: rowBytes,
    columnStep: 4,
  });
}

function fillWindows(
  table: Uint32Array,
  shape: ConvolutionShape,
  { size, rowBytes, imageBytes }: ImageGroups,
): void {
  fillPlaces(table, {
    images: size,
    rows: shape.outHeight,
    columns: shape.outWidth,
    first: 0,
    imageStep: imageBytes,
    rowStep: shape.strideHeight * rowBytes,
    columnStep: shape.strideWidth * shape.inChannels * 4,
  });
}
