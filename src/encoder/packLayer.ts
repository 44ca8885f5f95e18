import type { Layer } from './layer';

/** Channels that stand together in memory: a plane holds 8 of each pixel. Missing ones are zeros. */
export const PLANE_CHANNELS = 8;

export const planesOf = (channels: number): number => Math.ceil(channels / PLANE_CHANNELS);

/**
 * The weights in panels: for every 8 output channels rows of 8, one for each value of a window. Windows over planes
 * have values of missing channels, too.
 */
export interface Panels {
  readonly rows: number;
  readonly weights: Int8Array;
}

export function packPanels({ kind, inputs, outputs, weights }: Layer): Panels {
  const filled = weights.length / outputs;
  const rows = kind === 'pointwise' ? planesOf(inputs) * PLANE_CHANNELS : filled;
  const packed = new Int8Array(planesOf(outputs) * rows * PLANE_CHANNELS);
  for (let row = 0; row < filled; row++)
    for (let output = 0; output < outputs; output++) {
      const panel = Math.floor(output / PLANE_CHANNELS);
      packed[(panel * rows + row) * PLANE_CHANNELS + (output % PLANE_CHANNELS)] =
        weights[row * outputs + output]!;
    }
  return { rows, weights: packed };
}

/** Weights as they are meant: each times the scale of its column. */
export function scalePanels({ rows, weights }: Panels, scales: Float32Array): Float32Array {
  const channels = packChannels(scales);
  return Float32Array.from(weights, (weight, at) => {
    const panel = Math.floor(at / (rows * PLANE_CHANNELS));
    return weight * channels[panel * PLANE_CHANNELS + (at % PLANE_CHANNELS)]!;
  });
}

/** A number for each channel, filled up to whole planes. */
export function packChannels(values: Float32Array): Float32Array {
  const packed = new Float32Array(planesOf(values.length) * PLANE_CHANNELS);
  packed.set(values);
  return packed;
}
