import type { PixelTensor } from '../dataset/dataset';
import type { DuplicateGroup } from '../duplicates/findDuplicates';
import { expansionTable } from './compand';

/** Images by their embeddings. */
export interface EmbeddedImages {
  /** An embedding each, companded: one row of `width` bytes. */
  readonly rows: PixelTensor;
  /** Class indices. */
  readonly labels: Int32Array;
  readonly classCount: number;
  /** Copies of one picture, which say nothing about each other. */
  readonly groups: readonly DuplicateGroup[];
}

/** Reads embeddings as vectors of length 1: `into` gets one after the other. A vector of zeros stays one. */
export function vectorReader({
  rows,
}: Pick<EmbeddedImages, 'rows'>): (images: ArrayLike<number>, into: Float32Array) => void {
  const { width } = rows;
  const table = expansionTable(width);
  const bytes = new Uint8Array(width);
  return (images, into) => {
    for (let row = 0; row < images.length; row++) {
      rows.read(images[row]!, bytes);
      let square = 0;
      for (let d = 0; d < width; d++) square += table[bytes[d]!]! ** 2;
      const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
      for (let d = 0, at = row * width; d < width; d++, at++) into[at] = table[bytes[d]!]! * scale;
    }
  };
}

/** For each image the number of its group of copies; of one without copies, a number of its own. */
export function pictureNumbers({ rows, groups }: EmbeddedImages): Int32Array {
  const numbers = Int32Array.from({ length: rows.count }, (_, image) => image);
  for (const { images } of groups) for (const image of images) numbers[image] = images[0]!;
  return numbers;
}
