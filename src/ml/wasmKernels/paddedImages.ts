import type { KernelFunctions } from './kernelFunctions';

/** Images (channels last) in wasm memory, and the border of zeros that the windows on them reach into. */
export interface PaddedImages {
  readonly address: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Images that are padded at the same time: few enough that they stay in the second-level cache. */
const GROUP_BYTES = 128 * 1024;
/** Of windows; more would make the tables longer without making them cheaper. */
const GROUP_WINDOWS = 1024;

/** How images are worked on group by group. */
export interface ImageGroups {
  readonly images: PaddedImages;
  /** Images in every group but the last. */
  readonly size: number;
  /** Of the padded images, in bytes. */
  readonly rowBytes: number;
  readonly imageBytes: number;
  /** What the padded group needs of the scratch memory; 0 when there is no border. */
  readonly scratchBytes: number;
}

export function groupImages(images: PaddedImages, windowsPerImage: number): ImageGroups {
  const { batch, height, width, channels, top, left, bottom, right } = images;
  const rowBytes = (left + width + right) * channels * 4;
  const imageBytes = (top + height + bottom) * rowBytes;
  const fitting = Math.min(
    Math.floor(GROUP_BYTES / imageBytes),
    Math.floor(GROUP_WINDOWS / windowsPerImage),
    batch,
  );
  const size = Math.max(fitting, 1);
  const hasBorder = top + left + bottom + right > 0;
  return { images, size, rowBytes, imageBytes, scratchBytes: hasBorder ? size * imageBytes : 0 };
}

/** Some images of the batch: the number of the first, how many, and where they are, padded. */
export interface ImageGroup {
  readonly first: number;
  readonly count: number;
  readonly address: number;
}

export function forEachGroup(
  { images, size, rowBytes, imageBytes, scratchBytes }: ImageGroups,
  {
    functions,
    padded,
    work,
  }: {
    readonly functions: KernelFunctions;
    /** Address of `scratchBytes` of zeros. */
    readonly padded: number;
    readonly work: (group: ImageGroup) => void;
  },
): void {
  const { batch, height, width, channels, top, left } = images;
  const sourceRow = width * channels * 4;
  const offset = top * rowBytes + left * channels * 4;
  for (let first = 0; first < batch; first += size) {
    const count = Math.min(size, batch - first);
    const source = images.address + first * height * sourceRow;
    if (scratchBytes > 0)
      functions.copyIntoPadded(source, count, height, sourceRow, padded, rowBytes, imageBytes, offset);
    work({ first, count, address: scratchBytes > 0 ? padded : source });
  }
}
