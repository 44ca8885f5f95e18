import type { Layer } from '../../../src/encoder/layer';

/** Numbers of double precision, [size, size, channels]. */
export interface SlowMap {
  readonly size: number;
  readonly channels: number;
  readonly values: Float64Array;
}

export const slowImage = (pixels: Uint8Array, size: number): SlowMap => ({
  size,
  channels: 3,
  values: Float64Array.from(pixels, (value) => (value - 127) / 128),
});

/** The result of every layer, as the definition of a convolution with TensorFlow's SAME padding says it. */
export function computeSlowly(layers: readonly Layer[], image: SlowMap): SlowMap[] {
  const maps: SlowMap[] = [];
  for (const [at, layer] of layers.entries()) {
    const result = convolve(layer, maps[at - 1] ?? image);
    // A residual layer closes a block of three.
    if (layer.residual === true) maps[at - 3]!.values.forEach((value, i) => (result.values[i]! += value));
    maps.push(result);
  }
  return maps;
}

function convolve(layer: Layer, input: SlowMap): SlowMap {
  const { kernel, stride, outputs } = layer;
  const size = Math.ceil(input.size / stride);
  const before = Math.floor(Math.max((size - 1) * stride + kernel - input.size, 0) / 2);
  const values = new Float64Array(size * size * outputs);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      for (let output = 0; output < outputs; output++) {
        const sum = windowSum(layer, input, { top: y * stride - before, left: x * stride - before, output });
        values[at++] = layer.activation === 'relu6' ? Math.min(Math.max(sum, 0), 6) : sum;
      }
  return { size, channels: outputs, values };
}

interface Place {
  readonly top: number;
  readonly left: number;
  readonly output: number;
}

function windowSum(layer: Layer, { size, channels, values }: SlowMap, { top, left, output }: Place): number {
  const { kind, kernel, inputs, outputs, weights, scales, biases } = layer;
  let sum = biases[output]!;
  for (let ky = 0; ky < kernel; ky++)
    for (let kx = 0; kx < kernel; kx++) {
      const [y, x] = [top + ky, left + kx];
      if (y < 0 || x < 0 || y >= size || x >= size) continue;
      const from = (y * size + x) * channels;
      const tap = ky * kernel + kx;
      if (kind === 'depthwise')
        sum += values[from + output]! * weights[tap * outputs + output]! * scales[output]!;
      else
        for (let input = 0; input < inputs; input++)
          sum +=
            values[from + input]! * weights[(tap * inputs + input) * outputs + output]! * scales[output]!;
    }
  return sum;
}
