import { createRng, type Rng } from '../../../src/core/rng';
import { fitTogether, weightCount, type Layer, type LayerShape } from '../../../src/encoder/layer';
import assert from 'node:assert/strict';

type Shape = Pick<LayerShape, 'kind' | 'outputs'> & Partial<LayerShape>;

/** Layers with drawn weights, of such sizes that ReLU6 cuts some results at both ends. */
export function drawLayers(shapes: readonly Shape[], seed: number): Layer[] {
  const rng = createRng(seed);
  const layers = shapes.map((shape, at) => drawLayer(shape, shapes[at - 1]?.outputs ?? 3, rng));
  assert.ok(fitTogether(layers));
  return layers;
}

function drawLayer(given: Shape, inputs: number, rng: Rng): Layer {
  const byKind = { convolution: [3, 2], depthwise: [3, 1], pointwise: [1, 1] } as const;
  const [kernel, stride] = byKind[given.kind];
  const shape = { kernel, stride, inputs, activation: 'relu6', ...given } as const;
  const count = weightCount(shape);
  const terms = count / shape.outputs;
  return {
    ...shape,
    weights: Int8Array.from({ length: count }, () => rng.nextInt(255) - 127),
    scales: Float32Array.from({ length: shape.outputs }, () => (0.5 + rng.next01()) / 40 / Math.sqrt(terms)),
    biases: Float32Array.from({ length: shape.outputs }, () => 1.5 * rng.normal()),
  };
}

/** A picture of noise. */
export function drawPixels(size: number, seed: number): Uint8Array {
  const rng = createRng(seed);
  return Uint8Array.from({ length: size * size * 3 }, () => rng.nextInt(256));
}
