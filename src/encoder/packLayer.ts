import type { Layer } from './layer';

/** Channels that stand together in memory: a plane holds 8 of each pixel. Missing ones are zeros. */
export const PLANE_CHANNELS = 8;

export const planesOf = (channels: number): number => Math.ceil(channels / PLANE_CHANNELS);

/** What the kernels read of a layer. */
export interface PackedLayer {
  /** For every 8 output channels a panel: rows of 8, one for each value of a window. */
  readonly panels: Float32Array;
  readonly biases: Float32Array;
}

export function packLayer(layer: Layer): PackedLayer {
  const biases = new Float32Array(planesOf(layer.outputs) * PLANE_CHANNELS);
  biases.set(layer.biases);
  return { panels: packPanels(layer), biases };
}

/** Rows of a panel: the values of a window. Windows over planes have those of missing channels, too. */
export function panelRows({ kind, kernel, inputs }: Layer): number {
  if (kind === 'pointwise') return planesOf(inputs) * PLANE_CHANNELS;
  return kernel * kernel * (kind === 'depthwise' ? 1 : inputs);
}

function packPanels(layer: Layer): Float32Array {
  const { weights, scales, outputs } = layer;
  const rows = panelRows(layer);
  const filled = weights.length / outputs;
  const panels = new Float32Array(planesOf(outputs) * rows * PLANE_CHANNELS);
  for (let row = 0; row < filled; row++)
    for (let output = 0; output < outputs; output++) {
      const panel = Math.floor(output / PLANE_CHANNELS);
      const at = (panel * rows + row) * PLANE_CHANNELS + (output % PLANE_CHANNELS);
      panels[at] = weights[row * outputs + output]! * scales[output]!;
    }
  return panels;
}
