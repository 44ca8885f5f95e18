/** Cosines of each axis that a descriptor holds: details down to a seventh of the edge. */
const FREQUENCIES = 8;

/** The lowest two-dimensional frequencies but the mean: a descriptor ignores brightness and contrast. */
export const DESCRIPTOR_LENGTH = FREQUENCIES * FREQUENCIES - 1;

/** What a coefficient of 1 is stored as. */
export const DESCRIPTOR_SCALE = 127;

/** With a smaller root mean square of its coarse content, in grey levels, an image has none to speak of: noise would decide. */
const LEAST_CONTENT = 2;

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/**
 * Makes a function that describes a grey image by its lowest frequencies (a discrete cosine transform, as perceptual
 * hashes use it), as a vector of length `DESCRIPTOR_SCALE`; the scalar product of two is the correlation of the coarse
 * content. It returns whether there is any: of flat images the descriptor is zero.
 */
export function createDescriber({ height, width }: ImageSize) {
  const across = cosines(width);
  const down = cosines(height);
  const rows = new Float32Array(height * FREQUENCIES);
  const coefficients = new Float32Array(FREQUENCIES * FREQUENCIES);

  return (grey: Float32Array, descriptor: Int8Array): boolean => {
    multiplyRows(grey, across, rows, { count: height, length: width });
    let energy = 0;
    for (let v = 0; v < FREQUENCIES; v++)
      for (let u = 0; u < FREQUENCIES; u++) {
        let sum = 0;
        for (let y = 0; y < height; y++) sum += down[v * height + y]! * rows[y * FREQUENCIES + u]!;
        if (u + v > 0) energy += sum * sum;
        coefficients[v * FREQUENCIES + u] = sum;
      }
    const length = Math.sqrt(energy);
    const hasContent = length >= LEAST_CONTENT;
    const scale = hasContent ? DESCRIPTOR_SCALE / length : 0;
    for (let i = 0; i < DESCRIPTOR_LENGTH; i++) descriptor[i] = Math.round(coefficients[i + 1]! * scale);
    return hasContent;
  };
}

/** Row u holds cosine u, scaled so that the squares of all coefficients sum to the mean square of the image. */
function cosines(length: number): Float32Array {
  const table = new Float32Array(FREQUENCIES * length);
  for (let u = 0; u < FREQUENCIES; u++) {
    const scale = (u === 0 ? 1 : Math.SQRT2) / length;
    for (let x = 0; x < length; x++)
      table[u * length + x] = scale * Math.cos((Math.PI * u * (x + 0.5)) / length);
  }
  return table;
}

function multiplyRows(
  grey: Float32Array,
  table: Float32Array,
  rows: Float32Array,
  { count, length }: { readonly count: number; readonly length: number },
): void {
  for (let y = 0; y < count; y++)
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < length; x++) sum += table[u * length + x]! * grey[y * length + x]!;
      rows[y * FREQUENCIES + u] = sum;
    }
}
