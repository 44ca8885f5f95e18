import type { KernelModule } from './kernelModule';
import {
  forEachGroup,
  groupImages,
  type ImageGroup,
  type ImageGroups,
  type PaddedImages,
} from './paddedImages';
import { fillPlaces, tableLength } from './placeTable';

/** A grid of windows on padded images, and where their results go in the images of the output; all in pixels. */
export interface WindowGrid {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
  readonly stepY: number;
  readonly stepX: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly targetTop: number;
  readonly targetLeft: number;
  readonly targetStepY: number;
  readonly targetStepX: number;
  /** Writes a row of filter values for each value of a window, in their order, into panels at this address. */
  packFilters(panels: number): void;
}

export interface WindowOutput {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Address of as many floats as there are channels. */
  readonly bias?: number | undefined;
  /** Of `src/kernels/writeRow.ts`. */
  readonly mode: number;
}

/** Bytes of panels with that many rows. */
export function panelBytes(depth: number, columns: number): number {
  return depth * Math.ceil(columns / 8) * 32;
}

/** Every window of every grid times the grid's filters: a matrix product without a copy of the windows. */
export function multiplyWindows(
  module: KernelModule,
  images: PaddedImages,
  { grids, output }: { readonly grids: readonly WindowGrid[]; readonly output: WindowOutput },
): void {
  const { functions, scratch } = module;
  const mostWindows = Math.max(...grids.map((grid) => grid.rows * grid.columns));
  const groups = groupImages(images, mostWindows);
  const tableBytes = tableLength(groups.size * mostWindows) * 4;
  const mostDepth = Math.max(...grids.map((grid) => grid.windowHeight * grid.windowWidth * images.channels));
  const [padded, bias, ...areas] = scratch.reserve(
    groups.scratchBytes,
    panelBytes(1, output.channels),
    ...grids.flatMap(() => [tableBytes, tableBytes, panelBytes(mostDepth, output.channels)]),
  ) as [number, number, ...number[]]; // one for each length
  scratch.float32(padded, groups.scratchBytes / 4).fill(0);
  // The kernel reads whole panels of it.
  if (output.bias !== undefined)
    scratch.float32(bias, output.channels).set(scratch.float32(output.bias, output.channels));
  const jobs = grids.map((grid, i): GridJob => {
    const [places, targets, panels] = areas.slice(3 * i) as [number, number, number];
    grid.packFilters(panels);
    return { grid, places, targets, panels, bias: output.bias === undefined ? 0 : bias };
  });
  forEachGroup(groups, {
    functions,
    padded,
    work(group) {
      for (const job of jobs) {
        // The last group may be smaller, and its tables end earlier.
        if (group.first === 0 || group.count < groups.size)
          fillTables(module, job, { groups, output, count: group.count });
        multiplyGroup(module, job, { groups, group, output });
      }
    },
  });
}

interface GridJob {
  readonly grid: WindowGrid;
  readonly places: number;
  readonly targets: number;
  readonly panels: number;
  readonly bias: number;
}

function fillTables(
  { scratch }: KernelModule,
  { grid, places, targets }: GridJob,
  {
    groups,
    output,
    count,
  }: { readonly groups: ImageGroups; readonly output: WindowOutput; readonly count: number },
): void {
  const { rows, columns } = grid;
  const length = tableLength(count * rows * columns);
  const pixelBytes = groups.images.channels * 4;
  fillPlaces(scratch.uint32(places, length), {
    images: count,
    rows,
    columns,
    first: grid.top * groups.rowBytes + grid.left * pixelBytes,
    imageStep: groups.imageBytes,
    rowStep: grid.stepY * groups.rowBytes,
    columnStep: grid.stepX * pixelBytes,
  });
  const cellBytes = output.channels * 4;
  const lineBytes = output.width * cellBytes;
  fillPlaces(scratch.uint32(targets, length), {
    images: count,
    rows,
    columns,
    first: grid.targetTop * lineBytes + grid.targetLeft * cellBytes,
    imageStep: output.height * lineBytes,
    rowStep: grid.targetStepY * lineBytes,
    columnStep: grid.targetStepX * cellBytes,
  });
}

function multiplyGroup(
  { functions }: KernelModule,
  { grid, places, targets, panels, bias }: GridJob,
  {
    groups,
    group,
    output,
  }: { readonly groups: ImageGroups; readonly group: ImageGroup; readonly output: WindowOutput },
): void {
  const runLength = grid.windowWidth * groups.images.channels;
  functions.innerProducts(
    group.address,
    places,
    group.count * grid.rows * grid.columns,
    grid.windowHeight,
    groups.rowBytes,
    runLength,
    panels,
    grid.windowHeight * runLength,
    output.channels,
    output.address + group.first * output.height * output.width * output.channels * 4,
    targets,
    bias,
    output.mode,
  );
}
