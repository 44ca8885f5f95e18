import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import { convolutionShape, type ConvolutionShape } from './convolutionShape';
import type { KernelCall } from './kernelCall';
import type { KernelFunctions } from './kernelFunctions';
import type { KernelModule } from './kernelModule';
import type { PaddedImages } from './paddedImages';
import { multiplyWindows, type WindowGrid } from './windowProducts';
import { winogradConvolution } from './winogradConvolution';
import { isWinograd } from './winogradTiling';

/**
 * The gradient of a convolution by its input: a convolution of the padded output gradient with the filter turned by
 * 180° and its channels swapped. With a stride s, every s-th input row meets only every s-th row of the filter, so each
 * of the s phases is a convolution with the part of the filter that it meets; columns alike.
 */
export function conv2dBackpropInput(tf: TensorFlow, module: KernelModule, call: KernelCall): TensorInfo {
  const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo }; // tfjs-core passes these two
  const { inputShape } = call.attrs as { inputShape: number[] }; // and this attribute
  const shapes = { input: inputShape, filter: filter.shape };
  const shape = convolutionShape(tf, { attrs: call.attrs, tensors: [dy, filter] }, shapes);
  if (shape === undefined) return call.runStock();
  const { inHeight, inWidth, inChannels, padInfo } = shape;
  const dx = call.backend.makeOutput(inputShape, 'float32');
  const address = call.address(dx);
  const rows = axisPhases({
    size: inHeight,
    pad: padInfo.top,
    stride: shape.strideHeight,
    taps: shape.filterHeight,
  });
  const columns = axisPhases({
    size: inWidth,
    pad: padInfo.left,
    stride: shape.strideWidth,
    taps: shape.filterWidth,
  });
  const isComplete = [...rows, ...columns].every(({ taps }) => taps > 0);
  if (!isComplete) module.scratch.float32(address, tf.util.sizeFromShape(inputShape)).fill(0);
  const images = gradientImages(shape, { address: call.address(dy), rows, columns });
  const filters = call.address(filter);
  const grids = rows.flatMap((row) =>
    columns
      .filter((column) => row.taps > 0 && column.taps > 0)
      .map((column) => phaseGrid(module.functions, shape, { row, column, images, filters })),
  );
  const output = { address, height: inHeight, width: inWidth, channels: inChannels };
  if (isWinograd(shape))
    winogradConvolution(module, images, { output, isRelu: false, filters, isTurned: true });
  else if (grids.length > 0) multiplyWindows(module, images, { grids, output: { ...output, mode: 0 } });
  return dx;
}

/** What the input rows (or columns) r, r + s, r + 2s … have in common. */
interface AxisPhase {
  readonly stride: number;
  /** r. */
  readonly target: number;
  readonly count: number;
  /** The first filter row these meet; the others follow in steps of s. */
  readonly firstTap: number;
  readonly taps: number;
  /** The first output row that meets input row r, which may be negative; the ones that meet the next follow by one. */
  readonly from: number;
}

/** Input row h and filter row k meet in output row (h + pad − k) / stride, where that is whole. */
function axisPhases(axis: {
  readonly size: number;
  readonly pad: number;
  readonly stride: number;
  readonly taps: number;
}): AxisPhase[] {
  const { size, pad, stride } = axis;
  return Array.from({ length: Math.min(stride, size) }, (_phase, target) => {
    const firstTap = (target + pad) % stride;
    const taps = Math.max(Math.ceil((axis.taps - firstTap) / stride), 0);
    const from = (target + pad - firstTap) / stride - (taps - 1);
    return { stride, target, count: Math.ceil((size - target) / stride), firstTap, taps, from };
  });
}

/** The output gradient with the border that the windows of all phases reach into. */
function gradientImages(
  shape: ConvolutionShape,
  {
    address,
    rows,
    columns,
  }: {
    readonly address: number;
    readonly rows: readonly AxisPhase[];
    readonly columns: readonly AxisPhase[];
  },
): PaddedImages {
  const [top, bottom] = borders(rows, shape.outHeight);
  const [left, right] = borders(columns, shape.outWidth);
  const { batchSize: batch, outHeight: height, outWidth: width, outChannels: channels } = shape;
  return { address, batch, height, width, channels, top, left, bottom, right };
}

function borders(phases: readonly AxisPhase[], size: number): [number, number] {
  const before = Math.max(0, ...phases.map(({ from }) => -from));
  const after = Math.max(0, ...phases.map(({ from, count, taps }) => from + count - 1 + taps - size));
  return [before, after];
}

function phaseGrid(
  functions: KernelFunctions,
  shape: ConvolutionShape,
  at: {
    readonly row: AxisPhase;
    readonly column: AxisPhase;
    readonly images: PaddedImages;
    readonly filters: number;
  },
): WindowGrid {
  const { row, column, images, filters } = at;
  const { filterWidth, inChannels, outChannels } = shape;
  const depth = row.taps * column.taps * outChannels;
  return {
    rows: row.count,
    columns: column.count,
    top: row.from + images.top,
    left: column.from + images.left,
    stepY: 1,
    stepX: 1,
    windowHeight: row.taps,
    windowWidth: column.taps,
    targetTop: row.target,
    targetLeft: column.target,
    targetStepY: row.stride,
    targetStepX: column.stride,
    packFilters(panels) {
      for (let y = 0, first = 0; y < row.taps; y++)
        for (let x = 0; x < column.taps; x++, first += outChannels) {
          const tapY = row.firstTap + (row.taps - 1 - y) * row.stride;
          const tapX = column.firstTap + (column.taps - 1 - x) * column.stride;
          const source = filters + (tapY * filterWidth + tapX) * inChannels * outChannels * 4;
          functions.packTransposed(source, outChannels * 4, outChannels, inChannels, panels, depth, first);
        }
    },
  };
}
