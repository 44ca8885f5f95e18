import type { FloatTensor } from './onnxRuntime';

/**
 * The embedding in what a model gives for one image: a vector as it is; of tokens [1, tokens, width] the first, which
 * stands for the image, or the mean where they are the squares of a grid and nothing else; of a map, the mean over its
 * places, which are [1, width, rows, columns] or, with `layout` NHWC, [1, rows, columns, width]. Undefined for any other
 * shape.
 */
export function poolOutput({ data, dims }: FloatTensor, layout: 'NCHW' | 'NHWC'): Float32Array | undefined {
  const [batch, second = 0, third = 0, last = 0] = dims;
  if (batch !== 1 || data.length === 0 || data.length !== dims.reduce((product, size) => product * size, 1))
    return undefined;
  switch (dims.length) {
    case 2:
      return data.slice();
    case 3:
      return isGrid(second) ? meanOver(data, { places: second, width: third }) : data.slice(0, third);
    case 4:
      return layout === 'NHWC'
        ? meanOver(data, { places: second * third, width: last })
        : meanOfPlanes(data, { width: second, places: third * last });
    default:
      return undefined;
  }
}

/** As many tokens as a square has: none of them is a class token, which would be one more. */
const isGrid = (tokens: number) => Number.isInteger(Math.sqrt(tokens));

interface PlaceShape {
  readonly places: number;
  readonly width: number;
}

/** Of `data` [places, width]. */
function meanOver(data: Float32Array, { places, width }: PlaceShape): Float32Array {
  const mean = new Float32Array(width);
  for (let feature = 0; feature < width; feature++) {
    let sum = 0;
    for (let place = 0; place < places; place++) sum += data[place * width + feature]!;
    mean[feature] = sum / places;
  }
  return mean;
}

/** Of `data` [width, places]. */
function meanOfPlanes(data: Float32Array, { places, width }: PlaceShape): Float32Array {
  const mean = new Float32Array(width);
  for (let feature = 0; feature < width; feature++) {
    let sum = 0;
    for (let place = 0; place < places; place++) sum += data[feature * places + place]!;
    mean[feature] = sum / places;
  }
  return mean;
}
