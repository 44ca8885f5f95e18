import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';

const DOUBLE_BYTES = 8;

/** `Sum` over all axes but the last (bias gradients); the stock kernel, which does the others, transposes first. */
export function sum(tf: TensorFlow, { functions, scratch }: KernelModule, call: KernelCall): TensorInfo {
  const { x } = call.inputs as { x: TensorInfo }; // tfjs-core passes this one
  const { axis, keepDims } = call.attrs as { axis?: number | number[] | null; keepDims?: boolean }; // as tfjs-core passes them
  const rank = x.shape.length;
  const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_size, index) => index), x.shape);
  const isLeading = rank > 1 && axes.length === rank - 1 && !axes.includes(rank - 1);
  if (!isLeading || x.dtype !== 'float32') return call.runStock();
  const columns = x.shape[rank - 1]!;
  const out = call.output(keepDims === true ? [...axes.map(() => 1), columns] : [columns]);
  const [totals] = scratch.reserve(columns * DOUBLE_BYTES) as [number];
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  functions.sumColumns(call.address(x), rows, columns, totals, call.address(out));
  return out;
}

/** See `columnMoments` in columnKernels.ts. */
export function columnMoments({ functions, scratch }: KernelModule, call: KernelCall): TensorInfo[] {
  const { x } = call.inputs as { x: TensorInfo };
  const [rows, columns] = x.shape as [number, number];
  const [mean, variance] = [call.output([columns]), call.output([columns])];
  const [totals] = scratch.reserve(2 * columns * DOUBLE_BYTES) as [number];
  functions.columnMoments(call.address(x), rows, columns, totals, call.address(mean), call.address(variance));
  return [mean, variance];
}

/** What columnKernels.ts passes to the three kernels below; the last two of the inputs only to the last kernel. */
interface NormalizationInputs extends Record<string, TensorInfo> {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
  readonly mean: TensorInfo;
  readonly factor: TensorInfo;
  readonly offset: TensorInfo;
  readonly slope: TensorInfo;
  readonly constant: TensorInfo;
}

export function normalizeColumns({ functions }: KernelModule, call: KernelCall): TensorInfo {
  const { x, mean, factor, offset } = call.inputs as NormalizationInputs;
  const [rows, columns] = x.shape as [number, number];
  const y = call.output(x.shape);
  const [at, centre, scale, shift, to] = [x, mean, factor, offset, y].map(call.address) as Addresses<5>;
  functions.normalizeColumns(at, rows, columns, centre, scale, shift, call.attrs.isRelu === true, to);
  return y;
}

export function normalizationSums({ functions, scratch }: KernelModule, call: KernelCall): TensorInfo[] {
  const { x, dy, mean, factor, offset } = call.inputs as NormalizationInputs;
  const [rows, columns] = x.shape as [number, number];
  const [sums, products] = [call.output([columns]), call.output([columns])];
  const [totals] = scratch.reserve(2 * columns * DOUBLE_BYTES) as [number];
  const [at, slopes, centre, scale, shift] = [x, dy, mean, factor, offset].map(call.address) as Addresses<5>;
  functions.normalizationSums(
    at,
    slopes,
    rows,
    columns,
    centre,
    scale,
    shift,
    call.attrs.isRelu === true,
    totals,
    call.address(sums),
    call.address(products),
  );
  return [sums, products];
}

export function normalizationGradient({ functions }: KernelModule, call: KernelCall): TensorInfo {
  const { x, dy, mean, factor, offset, slope, constant } = call.inputs as NormalizationInputs;
  const [rows, columns] = x.shape as [number, number];
  const dx = call.output(x.shape);
  const [at, slopes, centre, scale, shift] = [x, dy, mean, factor, offset].map(call.address) as Addresses<5>;
  functions.normalizationGradient(
    at,
    slopes,
    rows,
    columns,
    centre,
    scale,
    shift,
    call.attrs.isRelu === true,
    call.address(slope),
    call.address(constant),
    call.address(dx),
  );
  return dx;
}

/** As many addresses as tensors they are taken from. */
type Addresses<N extends number, T extends number[] = []> = T['length'] extends N
  ? T
  : Addresses<N, [...T, number]>;
