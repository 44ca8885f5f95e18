/** How TensorFlow's SAME padding lays windows over a square of pixels. */
export interface Windows {
  /** Rows and columns of the result. */
  readonly outputSize: number;
  /** Pixels added at the top and on the left: the smaller half of what is missing. */
  readonly before: number;
  /** Rows and columns of the input with what is added on all sides. */
  readonly paddedSize: number;
}

/** https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2 */
export function sameWindows(
  size: number,
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
): Windows {
  const outputSize = Math.ceil(size / stride);
  const missing = Math.max((outputSize - 1) * stride + kernel - size, 0);
  return { outputSize, before: Math.floor(missing / 2), paddedSize: size + missing };
}
