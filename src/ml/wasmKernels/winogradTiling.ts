/**
 * How 3×3 convolutions with stride 1 are cut up for the transforms of `src/kernels/winograd.ts`: outputs in tiles of 2×2,
 * tiles in blocks, images in groups.
 */
import type { ConvolutionShape } from './convolutionShape';
import type { KernelFunctions } from './kernelFunctions';
import { forEachGroup, groupImages, type ImageGroups, type PaddedImages } from './paddedImages';
import { fillPlaces, tableLength } from './placeTable';
import type { Scratch } from '../../core/scratch';

/** Of transformed values: a tile of 4×4 has as many. */
export const PLANES = 16;
/** Transformed inputs and outputs at a time: what the second-level cache holds beside the filters of a plane. */
const BLOCK_BYTES = 256 * 1024;
/** Rows of a tile of `src/kernels/tiles.ts`: whole ones. */
const BLOCK_UNIT = 12;
/** With fewer, the transforms cost more than the products they save. */
const FEWEST_CHANNELS = 16;

/** Whether the transforms apply, and pay. */
export function isWinograd(shape: ConvolutionShape): boolean {
  const { inChannels, outChannels } = shape;
  const isSmall = shape.filterHeight === 3 && shape.filterWidth === 3;
  const isDense = shape.strideHeight === 1 && shape.strideWidth === 1;
  const areWhole = inChannels % 8 === 0 && outChannels % 8 === 0;
  return isSmall && isDense && areWhole && Math.min(inChannels, outChannels) >= FEWEST_CHANNELS;
}

/** Images are padded so far that every tile has its 4×4 inputs. */
export interface Tiling {
  readonly groups: ImageGroups;
  readonly output: WinogradOutput;
  readonly rows: number;
  readonly columns: number;
  /** Tiles that are transformed at a time. */
  readonly block: number;
}

export interface WinogradOutput {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export function tileOutputs(images: PaddedImages, output: WinogradOutput): Tiling {
  const [rows, columns] = [Math.ceil(output.height / 2), Math.ceil(output.width / 2)];
  const padded = {
    ...images,
    bottom: Math.max(2 * rows + 2 - images.top - images.height, 0),
    right: Math.max(2 * columns + 2 - images.left - images.width, 0),
  };
  const groups = groupImages(padded, rows * columns);
  const fitting = Math.floor(BLOCK_BYTES / (PLANES * 4 * (images.channels + output.channels)));
  const needed = tableLength(groups.size * rows * columns);
  const block = Math.min(Math.max(fitting - (fitting % BLOCK_UNIT), BLOCK_UNIT), needed);
  return { groups, output, rows, columns, block };
}

/** Bytes of what every use of a tiling needs: the padded group, the tables of its tiles, and the transformed inputs. */
export function tilingBytes({ groups, rows, columns, block }: Tiling): number[] {
  const tiles = groups.size * rows * columns;
  const { channels } = groups.images;
  return [groups.scratchBytes, tiles * 4, tiles * 8, block * 4, PLANES * block * channels * 4];
}

/** Where the tiles of a group read and write, as `src/kernels/winograd.ts` has it. */
export function fillTileTables(
  scratch: Scratch,
  { groups, output, rows, columns }: Tiling,
  at: { readonly places: number; readonly targets: number },
): void {
  const tiles = groups.size * rows * columns;
  const pixelBytes = groups.images.channels * 4;
  fillPlaces(scratch.uint32(at.places, tiles), {
    images: groups.size,
    rows,
    columns,
    first: 0,
    imageStep: groups.imageBytes,
    rowStep: 2 * groups.rowBytes,
    columnStep: 2 * pixelBytes,
  });
  const { height, width, channels } = output;
  const targets = scratch.uint32(at.targets, tiles * 2);
  let entry = 0;
  for (let image = 0; image < groups.size; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        targets[entry++] = ((image * height + 2 * row) * width + 2 * column) * channels * 4;
        targets[entry++] = (2 * column + 1 < width ? 1 : 0) | (2 * row + 1 < height ? 2 : 0);
      }
}

/** Rows of a matrix that is dense. */
export function fillRows(table: Uint32Array, channels: number): void {
  for (let row = 0; row < table.length; row++) table[row] = row * channels * 4;
}

/** Some tiles of a group: how many there are before them in the group, and images in the groups before. */
export interface TileBlock {
  readonly address: number;
  readonly firstImage: number;
  readonly from: number;
  readonly count: number;
}

export function forEachBlock(
  { groups, rows, columns, block }: Tiling,
  { functions, padded }: { readonly functions: KernelFunctions; readonly padded: number },
  work: (block: TileBlock) => void,
): void {
  forEachGroup(groups, {
    functions,
    padded,
    work({ first, count, address }) {
      const tiles = count * rows * columns;
      for (let from = 0; from < tiles; from += block)
        work({ address, firstImage: first, from, count: Math.min(block, tiles - from) });
    },
  });
}
