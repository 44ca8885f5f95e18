/**
 * Copies the images of a batch into the middle of larger ones whose border stays as it is. Sizes are in bytes:
 * an image's row in the source, and the padded row and image that it goes to; `offset` is the first row's place there.
 */
export function copyIntoPadded(
  source: usize,
  images: i32,
  height: i32,
  rowBytes: usize,
  padded: usize,
  paddedRowBytes: usize,
  paddedImageBytes: usize,
  offset: usize,
): void {
  for (let image = 0; image < images; image++) {
    let to = padded + <usize>image * paddedImageBytes + offset;
    for (let row = 0; row < height; row++) {
      memory.copy(to, source, rowBytes);
      source += rowBytes;
      to += paddedRowBytes;
    }
  }
}
