import { sameWindows } from './geometry';
import { packChannels, packPanels, planesOf, scalePanels } from './packLayer';
import { PIXEL_BYTES, planeBytes, type PlannedStep } from './planSteps';
import type { DepthwiseRecord, ProductRecord, StepRecord, TargetRecord } from './stepRecord';

/** Areas of the network's memory. Both give the address of one. */
export interface Areas {
  /** Full of zeros. */
  reserve(bytes: number): number;
  put(content: Float32Array | Uint32Array | Int8Array): number;
}

/** An RGB image as floats, with a border of zeros for the windows of the first convolution. */
export interface Image {
  readonly address: number;
  /** Where the first pixel of the image itself lies. */
  readonly inside: number;
  readonly rowBytes: number;
}

export function layOutImage(size: number, areas: Areas): Image {
  const { paddedSize, before } = sameWindows(size, { kernel: 3, stride: 2 });
  const pixelBytes = 12;
  const rowBytes = paddedSize * pixelBytes;
  const address = areas.reserve(paddedSize * rowBytes);
  return { address, inside: address + before * (rowBytes + pixelBytes), rowBytes };
}

/** Addresses of planes; `residual` may be 0. */
export interface StepPlaces {
  readonly source: number;
  /** From plane to plane of the source; of an image from row to row. */
  readonly sourceStep: number;
  readonly residual: number;
  readonly output: number;
}

export function layOutStep(step: PlannedStep, places: StepPlaces, areas: Areas): StepRecord {
  const product = layOutProduct(step, places, areas);
  const { productSize, depthwise } = step;
  if (depthwise === undefined) {
    const target = { address: places.output, before: 0, rowBytes: productSize * PIXEL_BYTES };
    return { ...product, ...layOutTarget(productSize, target, areas), targetStep: planeBytes(productSize) };
  }
  const { paddedSize, before } = depthwise.windows;
  const rowBytes = paddedSize * PIXEL_BYTES;
  const address = areas.reserve(paddedSize * rowBytes);
  return {
    ...product,
    ...layOutTarget(productSize, { address, before, rowBytes }, areas),
    ...layOutDepthwise(depthwise, places.output, areas),
    rowBytes,
  };
}

function layOutProduct(
  { product, productSize }: PlannedStep,
  { source, sourceStep, residual }: StepPlaces,
  areas: Areas,
): ProductRecord {
  const isConvolution = product.kind === 'convolution';
  const outputBlocks = planesOf(product.outputs);
  const { rows, weights } = packPanels(product);
  return {
    isConvolution: Number(isConvolution),
    ...{ source, sourceStep, residual, outputBlocks },
    pixels: isConvolution ? productSize : productSize * productSize,
    blocks: planesOf(product.inputs),
    panels: areas.put(weights),
    panelRows: rows,
    scales: areas.put(packChannels(product.scales)),
    unpacked: areas.reserve(rows * PIXEL_BYTES),
    biases: areas.put(packChannels(product.biases)),
    isRelu6: Number(product.activation === 'relu6'),
  };
}

/** One plane for all outputs, one after the other: `targetStep` is 0. */
function layOutTarget(
  size: number,
  { address, before, rowBytes }: { address: number; before: number; rowBytes: number },
  areas: Areas,
): TargetRecord {
  const offsets = Uint32Array.from(
    { length: size * size },
    (_, pixel) => (before + Math.floor(pixel / size)) * rowBytes + (before + (pixel % size)) * PIXEL_BYTES,
  );
  return { target: address, targetStep: 0, offsets: areas.put(offsets) };
}

function layOutDepthwise(
  { layer, windows }: NonNullable<PlannedStep['depthwise']>,
  output: number,
  areas: Areas,
): Omit<DepthwiseRecord, 'rowBytes'> {
  return {
    kernel: layer.kernel,
    stride: layer.stride,
    size: windows.outputSize,
    weights: areas.put(scalePanels(packPanels(layer), layer.scales)),
    depthwiseBiases: areas.put(packChannels(layer.biases)),
    depthwiseIsRelu6: Number(layer.activation === 'relu6'),
    depthwiseTarget: output,
  };
}
