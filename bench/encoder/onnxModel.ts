import { sameWindows } from '../../src/encoder/geometry';
import type { Layer } from '../../src/encoder/layer';
import { encodeOnnx, type Node, type Weights } from '../../test/fixtures/onnxFile';

/** A built-in encoder as an ONNX model: `image` [1, 3, size, size], prepared, to `means` [1, channels, 1, 1]. */
export function onnxModel(layers: readonly Layer[], size: number): Buffer {
  const nodes: Node[] = [];
  const weights: Weights[] = [
    { name: 'zero', dims: [], data: [0] },
    { name: 'six', dims: [], data: [6] },
  ];
  /** What goes into each layer, and what comes out of the last one. */
  const names = ['image'];
  let inputSize = size;
  for (const [at, layer] of layers.entries()) {
    const windows = sameWindows(inputSize, layer);
    const after = windows.paddedSize - inputSize - windows.before;
    const [weight, bias, sum] = [`weight${at}`, `bias${at}`, `sum${at}`];
    weights.push(
      { name: weight, dims: weightShape(layer), data: outputFirst(layer) },
      { name: bias, dims: [layer.outputs], data: layer.biases },
    );
    nodes.push({
      operator: 'Conv',
      inputs: [names[at]!, weight, bias],
      output: sum,
      integers: {
        kernel_shape: [layer.kernel, layer.kernel],
        strides: [layer.stride, layer.stride],
        pads: [windows.before, windows.before, after, after],
        group: layer.kind === 'depthwise' ? layer.inputs : 1,
      },
    });
    const output = `layer${at}`;
    if (layer.residual === true) nodes.push({ operator: 'Add', inputs: [sum, names[at - 2]!], output });
    else if (layer.activation === 'relu6')
      nodes.push({ operator: 'Clip', inputs: [sum, 'zero', 'six'], output });
    names.push(layer.residual === true || layer.activation === 'relu6' ? output : sum);
    inputSize = windows.outputSize;
  }
  nodes.push({ operator: 'GlobalAveragePool', inputs: [names.at(-1)!], output: 'means' });
  return encodeOnnx({
    nodes,
    weights,
    inputs: [{ name: 'image', shape: [1, 3, size, size] }],
    outputs: [{ name: 'means' }],
  });
}

function weightShape({ kind, kernel, inputs, outputs }: Layer): number[] {
  return [outputs, kind === 'depthwise' ? 1 : inputs, kernel, kernel];
}

/** [output, input, height, width] of [height, width, input, output]. */
function outputFirst({ kind, kernel, inputs, weights, scales, outputs }: Layer): Float32Array {
  const depth = kind === 'depthwise' ? 1 : inputs;
  const taps = kernel * kernel;
  return Float32Array.from(weights, (_, at) => {
    const output = Math.floor(at / (depth * taps));
    const input = Math.floor(at / taps) % depth;
    return weights[((at % taps) * depth + input) * outputs + output]! * scales[output]!;
  });
}
