import type { KernelModule } from './kernelModule';
import type { PaddedImages } from './paddedImages';
import { fillPlaces, tableLength } from './placeTable';
import {
  fillRows,
  fillTileTables,
  forEachBlock,
  PLANES,
  tileOutputs,
  tilingBytes,
  type TileBlock,
  type Tiling,
  type WinogradOutput,
} from './winogradTiling';

/** The gradient of a 3×3 convolution with stride 1 by its filters, with 4/9 of the multiplications. */
export function winogradFilterGradient(
  module: KernelModule,
  images: PaddedImages,
  { dy, gradient }: { readonly dy: WinogradOutput & { readonly address: number }; readonly gradient: number },
): void {
  const { functions, scratch } = module;
  const tiling = tileOutputs(images, dy);
  const { groups, block } = tiling;
  const [inputs, outputs] = [images.channels, dy.channels];
  const [padded, places, targets, inputRows, inputPlanes, taps, gradientPlanes, sums] = scratch.reserve(
    ...tilingBytes(tiling),
    tableLength(inputs) * 4,
    PLANES * block * outputs * 4,
    PLANES * inputs * outputs * 4,
  ) as [number, number, number, number, number, number, number, number]; // one for each length
  scratch.float32(padded, groups.scratchBytes / 4).fill(0);
  scratch.float32(sums, PLANES * inputs * outputs).fill(0);
  fillTileTables(scratch, tiling, { places, targets });
  fillRows(scratch.uint32(inputRows, block), inputs);
  const line = { images: 1, rows: 1, first: 0, imageStep: 0, rowStep: 0 };
  fillPlaces(scratch.uint32(taps, tableLength(inputs)), { ...line, columns: inputs, columnStep: 4 });
  const areas = { places, targets, inputRows, inputPlanes, taps, gradientPlanes, sums };
  forEachBlock(tiling, { functions, padded }, (tiles) =>
    sumBlock(module, dy.address, { tiling, areas, tiles }),
  );
  functions.winogradFilterGradient(sums, inputs * outputs, gradient);
}

interface Areas {
  readonly places: number;
  readonly targets: number;
  readonly inputRows: number;
  readonly inputPlanes: number;
  readonly taps: number;
  readonly gradientPlanes: number;
  readonly sums: number;
}

function sumBlock(
  { functions }: KernelModule,
  dy: number,
  block: { readonly tiling: Tiling; readonly areas: Areas; readonly tiles: TileBlock },
): void {
  const { areas, tiles } = block;
  const { groups, output, block: blockTiles } = block.tiling;
  const [inputs, outputs] = [groups.images.channels, output.channels];
  const [inputStep, gradientStep] = [blockTiles * inputs * 4, blockTiles * outputs * 4];
  functions.winogradInputs(
    tiles.address,
    areas.places + tiles.from * 4,
    tiles.count,
    groups.rowBytes,
    inputs,
    areas.inputPlanes,
    inputStep,
  );
  const rowBytes = output.width * outputs * 4;
  functions.winogradOutputGradients(
    dy + tiles.firstImage * output.height * rowBytes,
    areas.targets + tiles.from * 8,
    tiles.count,
    outputs,
    rowBytes,
    areas.gradientPlanes,
    gradientStep,
  );
  for (let plane = 0; plane < PLANES; plane++)
    functions.outerProducts(
      areas.inputPlanes + plane * inputStep,
      areas.inputRows,
      tiles.count,
      areas.taps,
      inputs,
      areas.gradientPlanes + plane * gradientStep,
      outputs,
      areas.sums + plane * inputs * outputs * 4,
    );
}
