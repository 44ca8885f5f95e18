/**
 * Entry of a module of its own: the forward pass of an image encoder, in a memory that its user lays out. Activations
 * are planes of 8 channels, pixel after pixel, rows of 8 floats; images are square.
 */
import { depthwisePlane } from './encoderDepthwise';
import { convolutionPlane, pointwisePlane, unpackPanel } from './encoderProduct';

/** What `runSteps` does one after the other. Fields are addresses, or counts in the unit named. */
@unmanaged
class Step {
  /** 0: pointwise; 1: the first convolution, whose source is an image. */
  isConvolution: u32;
  source: usize;
  /** Output pixels of a pointwise convolution; output rows of the first convolution. */
  pixels: i32;
  /** Planes of the source, `sourceStep` bytes apart; of an image the bytes from row to row. */
  blocks: i32;
  sourceStep: usize;
  /** Each of `panelRows` rows of 8 weights: 8-bit ones with a scale for each output channel, or floats. */
  panels: usize;
  panelRows: i32;
  /** 0 where the weights are floats. */
  scales: usize;
  /** Room for a panel of floats, where the weights are none. */
  unpacked: usize;
  biases: usize;
  isRelu6: u32;
  outputBlocks: i32;
  /** 0, or planes like the target's, which are added. */
  residual: usize;
  target: usize;
  targetStep: usize;
  /** For each output pixel, the bytes from the begin of its plane. */
  offsets: usize;
  /**
   * 0, or rows and columns of a window of the depthwise convolution that follows. It takes in plane after plane: the
   * target is then one plane with a border of zeros, and `targetStep` is 0.
   */
  kernel: i32;
  stride: i32;
  size: i32;
  rowBytes: usize;
  weights: usize;
  depthwiseBiases: usize;
  depthwiseIsRelu6: u32;
  depthwiseTarget: usize;
}

export function runSteps(steps: usize, count: i32): void {
  for (; count > 0; count--, steps += offsetof<Step>()) runStep(changetype<Step>(steps));
}

function runStep(step: Step): void {
  let panel = step.panels;
  let scales = step.scales;
  let bias = step.biases;
  let target = step.target;
  let residual = step.residual;
  let weights = step.weights;
  let depthwiseBias = step.depthwiseBiases;
  let depthwiseTarget = step.depthwiseTarget;
  const panelBytes = (<usize>step.panelRows) << (scales != 0 ? 3 : 5);
  const isRelu6 = step.isRelu6 != 0;
  const weightBytes = (<usize>(step.kernel * step.kernel)) << 5;
  const depthwiseBytes = (<usize>(step.size * step.size)) << 5;
  for (let block = 0; block < step.outputBlocks; block++) {
    if (scales != 0) unpackPanel(panel, step.panelRows, scales, step.unpacked);
    const floats = scales != 0 ? step.unpacked : panel;
    if (step.isConvolution)
      convolutionPlane(
        step.source,
        step.sourceStep,
        step.pixels,
        floats,
        bias,
        target,
        step.offsets,
        isRelu6,
      );
    else
      pointwisePlane(
        step.source,
        step.pixels,
        step.blocks,
        step.sourceStep,
        floats,
        bias,
        target,
        step.offsets,
        residual,
        isRelu6,
      );
    panel += panelBytes;
    if (scales != 0) scales += 32;
    bias += 32;
    if (residual != 0) residual += step.targetStep;
    if (step.kernel != 0) {
      depthwisePlane(
        target,
        step.rowBytes,
        step.kernel,
        step.stride,
        step.size,
        weights,
        depthwiseBias,
        depthwiseTarget,
        step.depthwiseIsRelu6 != 0,
      );
      weights += weightBytes;
      depthwiseBias += 32;
      depthwiseTarget += depthwiseBytes;
    }
    target += step.targetStep;
  }
}

/** Bytes of an RGB image, `size` pixels square, to floats (x − 127) / 128, `rowBytes` from row to row. */
export function normalizeImage(bytes: usize, size: i32, image: usize, rowBytes: usize): void {
  const rowValues = 3 * size;
  for (let row = 0; row < size; row++, image += rowBytes, bytes += rowValues) {
    let at = 0;
    for (; at <= rowValues - 4; at += 4) {
      const wide = i16x8.extend_low_i8x16_u(v128.load32_zero(bytes + at));
      const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(wide));
      v128.store(
        image + ((<usize>at) << 2),
        f32x4.mul(f32x4.sub(values, f32x4.splat(127)), f32x4.splat(1.0 / 128)),
      );
    }
    for (; at < rowValues; at++)
      store<f32>(image + ((<usize>at) << 2), (<f32>load<u8>(bytes + at) - 127) / 128);
  }
}

/** The mean over the pixels of each of `blocks` planes. */
export function meanPixels(planes: usize, pixels: i32, blocks: i32, means: usize): void {
  const divisor = f32x4.splat(<f32>pixels);
  for (let block = 0; block < blocks; block++, means += 32) {
    let left = i32x4.splat(0);
    let right = left;
    for (let pixel = 0; pixel < pixels; pixel++, planes += 32) {
      left = f32x4.add(left, v128.load(planes));
      right = f32x4.add(right, v128.load(planes, 16));
    }
    v128.store(means, f32x4.div(left, divisor));
    v128.store(means, f32x4.div(right, divisor), 16);
  }
}
