import type { KernelModule } from './kernelModule';
import type { PaddedImages } from './paddedImages';
import { panelBytes } from './windowProducts';
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

export interface WinogradConvolution {
  readonly output: WinogradOutput & { readonly address: number; readonly bias?: number | undefined };
  readonly isRelu: boolean;
  readonly filters: number;
  /** For the gradient by the input: the filters are turned by 180°, and their input channels are the output's. */
  readonly isTurned: boolean;
}

/** A 3×3 convolution with stride 1, or its gradient by the input, with 4/9 of the multiplications. */
export function winogradConvolution(
  module: KernelModule,
  images: PaddedImages,
  convolution: WinogradConvolution,
): void {
  const { functions, scratch } = module;
  const tiling = tileOutputs(images, convolution.output);
  const { groups, block } = tiling;
  const [inputs, outputs] = [images.channels, convolution.output.channels];
  const [padded, places, targets, inputRows, inputPlanes, outputRows, outputPlanes, filterPlanes, panels] =
    scratch.reserve(
      ...tilingBytes(tiling),
      block * 4,
      PLANES * block * outputs * 4,
      PLANES * inputs * outputs * 4,
      PLANES * panelBytes(inputs, outputs),
    ) as [number, number, number, number, number, number, number, number, number]; // one for each length
  scratch.float32(padded, groups.scratchBytes / 4).fill(0);
  fillTileTables(scratch, tiling, { places, targets });
  fillRows(scratch.uint32(inputRows, block), inputs);
  fillRows(scratch.uint32(outputRows, block), outputs);
  packFilters(module, convolution, { inputs, filterPlanes, panels });
  const areas = { places, targets, inputRows, inputPlanes, outputRows, outputPlanes, panels };
  forEachBlock(tiling, { functions, padded }, (tiles) =>
    convolveBlock(module, convolution, { tiling, areas, tiles }),
  );
}

function packFilters(
  { functions }: KernelModule,
  { filters, isTurned, output }: WinogradConvolution,
  at: { readonly inputs: number; readonly filterPlanes: number; readonly panels: number },
): void {
  const { inputs } = at;
  const outputs = output.channels;
  functions.winogradFilters(filters, inputs * outputs, isTurned, at.filterPlanes);
  for (let plane = 0; plane < PLANES; plane++) {
    const from = at.filterPlanes + plane * inputs * outputs * 4;
    const to = at.panels + plane * panelBytes(inputs, outputs);
    if (isTurned) functions.packTransposed(from, inputs * 4, inputs, outputs, to, inputs, 0);
    else functions.packPanels(from, outputs * 4, inputs, outputs, to, inputs, 0);
  }
}

interface Areas {
  readonly places: number;
  readonly targets: number;
  readonly inputRows: number;
  readonly inputPlanes: number;
  readonly outputRows: number;
  readonly outputPlanes: number;
  readonly panels: number;
}

function convolveBlock(
  { functions }: KernelModule,
  { output, isRelu }: WinogradConvolution,
  block: { readonly tiling: Tiling; readonly areas: Areas; readonly tiles: TileBlock },
): void {
  const { areas, tiles } = block;
  const { groups, block: blockTiles } = block.tiling;
  const [inputs, outputs] = [groups.images.channels, output.channels];
  const [inputStep, outputStep] = [blockTiles * inputs * 4, blockTiles * outputs * 4];
  functions.winogradInputs(
    tiles.address,
    areas.places + tiles.from * 4,
    tiles.count,
    groups.rowBytes,
    inputs,
    areas.inputPlanes,
    inputStep,
  );
  for (let plane = 0; plane < PLANES; plane++)
    functions.innerProducts(
      areas.inputPlanes + plane * inputStep,
      areas.inputRows,
      tiles.count,
      1,
      0,
      inputs,
      areas.panels + plane * panelBytes(inputs, outputs),
      inputs,
      outputs,
      areas.outputPlanes + plane * outputStep,
      areas.outputRows,
      0,
      0,
    );
  const rowBytes = output.width * outputs * 4;
  functions.winogradOutputs(
    areas.outputPlanes,
    outputStep,
    tiles.count,
    outputs,
    output.address + tiles.firstImage * output.height * rowBytes,
    areas.targets + tiles.from * 8,
    rowBytes,
    output.bias ?? 0,
    isRelu,
  );
}
