import { bytesPerImage } from '../../core/dataset/pixels/bytesPerImage';
import type { ImageShape, PixelTensor } from '../../core/dataset/dataset';
import { groupByClass } from '../../core/query/classGroups';
import type { Mirrors } from '../../core/run/trainingPlan';

export const NO_MIRRORS: Mirrors = { horizontal: false, vertical: false };

/**
 * The largest share of images that may be told from their mirror images. Measured, with labels and without errors or
 * with 20%: MNIST .89–.94, Fashion-MNIST .93–.95 (shoes point to the left), CIFAR-10 .49–.56 left to right,
 * .64 upside down.
 */
const MOST_TOLD_APART = 0.58;
/** With fewer images, what tells them apart may be chance. */
const FEWEST_IMAGES = 100;
/** Images looked at, evenly spaced. */
const MOST_IMAGES = 5000;
/** Images are reduced to this many cells along each edge. */
const CELLS = 8;

/**
 * Which mirrorings leave the images looking like others of their class: letters and digits must not be mirrored, most
 * photographs may be. What is odd about an image under the mirroring (the image less its mirror image, coarsely) is
 * compared with the mean of that over the other half of its class; where the sign of their product gives away the
 * image for most, the mirroring would show the network what never occurs.
 */
export function chooseMirrors(images: PixelTensor, labels: Int32Array, classCount: number): Mirrors {
  const stride = Math.max(Math.ceil(labels.length / MOST_IMAGES), 1);
  const members = Int32Array.from({ length: Math.ceil(labels.length / stride) }, (_, i) => i * stride);
  if (members.length < FEWEST_IMAGES) return NO_MIRRORS;
  const groups = groupByClass(
    members.map((image) => labels[image]!),
    classCount,
  );
  const bytes = new Uint8Array(bytesPerImage(images));
  const cells = Array.from(members, (image) => {
    images.read(image, bytes);
    return coarseImage(bytes, images);
  });
  const isSafe = (mirrored: (cell: number) => number) => {
    const odd = cells.map((values) => values.map((value, cell) => value - values[mirrored(cell)]!));
    return shareToldApart(odd, groups) <= MOST_TOLD_APART;
  };
  return {
    horizontal: isSafe((cell) => cell - (cell % CELLS) + (CELLS - 1 - (cell % CELLS))),
    vertical: isSafe((cell) => (CELLS - 1 - Math.floor(cell / CELLS)) * CELLS + (cell % CELLS)),
  };
}

/** Mean brightness of `CELLS` × `CELLS` parts of an image, row by row. */
function coarseImage(image: Uint8Array, { height, width, channels }: ImageShape): Float64Array {
  const sums = new Float64Array(CELLS * CELLS);
  const counts = new Float64Array(CELLS * CELLS);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const cell = Math.floor((row * CELLS) / height) * CELLS + Math.floor((column * CELLS) / width);
      for (let channel = 0; channel < channels; channel++)
        sums[cell]! += image[(row * width + column) * channels + channel]!;
      counts[cell]! += channels;
    }
  return sums.map((sum, cell) => sum / counts[cell]!);
}

/** The share of images whose oddness, normalised, agrees with that of the other half of their class. */
function shareToldApart(
  odd: readonly Float64Array[],
  { order, starts }: { readonly order: Int32Array; readonly starts: Int32Array },
): number {
  const unit = odd.map((values) => {
    const length = Math.hypot(...values);
    return length === 0 ? values : values.map((value) => value / length);
  });
  let told = 0;
  let compared = 0;
  for (let classIndex = 0; classIndex + 1 < starts.length; classIndex++) {
    const members = order.subarray(starts[classIndex], starts[classIndex + 1]);
    const halves = [0, 1].map((half) => members.filter((_, place) => place % 2 === half));
    if (halves[1]!.length === 0) continue;
    for (const [half, mean] of halves.map((half) => meanOf(unit, half)).entries())
      for (const image of halves[1 - half]!) {
        told += Number(dot(mean, unit[image]!) > 0);
        compared++;
      }
  }
  return compared === 0 ? 1 : told / compared;
}

function meanOf(vectors: readonly Float64Array[], members: Int32Array): Float64Array {
  const sum = new Float64Array(CELLS * CELLS);
  for (const member of members)
    vectors[member]!.forEach((value, cell) => (sum[cell]! += value / members.length));
  return sum;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, cell) => sum + value * b[cell]!, 0);
