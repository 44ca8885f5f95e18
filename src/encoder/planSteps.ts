import { sameWindows, type Windows } from './geometry';
import type { Layer } from './layer';
import { planesOf } from './packLayer';

/** Layers that the kernels compute in one go: a product, and the depthwise convolution after it, plane by plane. */
export interface PlannedStep {
  readonly product: Layer;
  /** Rows and columns of the product's input and result. */
  readonly inputSize: number;
  readonly productSize: number;
  readonly depthwise?: { readonly layer: Layer; readonly windows: Windows };
  /** Rows and columns of what the step leaves. */
  readonly outputSize: number;
  readonly outputs: number;
}

/** The steps for images of `size` pixels square. */
export function planSteps(layers: readonly Layer[], size: number): PlannedStep[] {
  const steps: PlannedStep[] = [];
  let inputSize = size;
  for (const [at, product] of layers.entries()) {
    if (product.kind === 'depthwise') continue;
    const { outputSize: productSize } = sameWindows(inputSize, product);
    const next = layers[at + 1];
    const depthwise =
      next?.kind === 'depthwise' ? { layer: next, windows: sameWindows(productSize, next) } : undefined;
    const outputSize = depthwise?.windows.outputSize ?? productSize;
    steps.push({
      product,
      inputSize,
      productSize,
      ...(depthwise && { depthwise }),
      outputSize,
      outputs: product.outputs,
    });
    inputSize = outputSize;
  }
  return steps;
}

export const planeBytes = (size: number): number => size * size * PIXEL_BYTES;
export const outputBytes = ({ outputs, outputSize }: PlannedStep): number =>
  planesOf(outputs) * planeBytes(outputSize);

export const PIXEL_BYTES = 32;
