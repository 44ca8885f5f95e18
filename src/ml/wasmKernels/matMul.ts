import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';
import { ACCUMULATE, activate, RELU } from './activation';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';
import { fillPlaces, tableLength } from './placeTable';
import { panelBytes } from './windowProducts';

/** How much is worked on at a time: a panel of a block stays in the first-level cache, the block in the second-level one. */
const BLOCK_ROWS = 96;
const BLOCK_DEPTH = 256;
const BLOCK_COLUMNS = 256;

/** `BatchMatMul`, and `_FusedMatMul` with its bias and activation. */
export function matMul(tf: TensorFlow, module: KernelModule, call: KernelCall): TensorInfo {
  const { a, b, bias } = call.inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo }; // tfjs-core passes these
  const { transposeA, transposeB, activation } = call.attrs as {
    transposeA: boolean;
    transposeB: boolean;
    activation?: string;
  }; // and these
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return call.runStock();
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number]; // of rank 2 at least
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [rows, depth] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  const batches = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const isRowBias = bias === undefined || tf.util.sizeFromShape(bias.shape) === columns;
  const y = call.backend.makeOutput([...batches, rows, columns], 'float32');
  const [matricesA, matricesB] = [a, b].map((x) => tf.util.sizeFromShape(x.shape.slice(0, -2))) as [
    number,
    number,
  ];
  const size = { rows, depth, columns };
  for (let batch = 0; batch < tf.util.sizeFromShape(batches); batch++)
    multiply(module, size, {
      a: call.address(a) + (batch % matricesA) * rows * depth * 4,
      b: call.address(b) + (batch % matricesB) * depth * columns * 4,
      y: call.address(y) + batch * rows * columns * 4,
      bias: bias && isRowBias ? call.address(bias) : undefined,
      transposeA,
      transposeB,
      isRelu: isRowBias && activation === 'relu',
    });
  if (isRowBias) return activate(call, y);
  const sum = call.run('Add', { a: y, b: bias });
  call.release(y);
  if (activation !== 'relu') return activate(call, sum);
  const activated = call.run('Relu', { x: sum });
  call.release(sum);
  return activated;
}

interface Product {
  readonly a: number;
  readonly b: number;
  readonly y: number;
  readonly bias: number | undefined;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly isRelu: boolean;
}

interface ProductSize {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
}

function multiply(module: KernelModule, size: ProductSize, product: Product): void {
  const blockRows = Math.min(BLOCK_ROWS, size.rows);
  const blockDepth = Math.min(BLOCK_DEPTH, size.depth);
  const blockColumns = Math.min(BLOCK_COLUMNS, size.columns);
  const tableBytes = tableLength(blockRows) * 4;
  const [panels, bias, turned, places, targets] = module.scratch.reserve(
    panelBytes(blockDepth, blockColumns),
    panelBytes(1, size.columns),
    product.transposeA ? blockRows * blockDepth * 4 : 0,
    tableBytes,
    tableBytes,
  ) as [number, number, number, number, number]; // one for each length
  // The kernel reads whole panels of it.
  if (product.bias !== undefined)
    module.scratch.float32(bias, size.columns).set(module.scratch.float32(product.bias, size.columns));
  const areas = { panels, bias, turned, places, targets };
  for (let column = 0; column < size.columns; column += blockColumns)
    for (let inner = 0; inner < size.depth; inner += blockDepth)
      multiplyBlock(module, size, {
        product,
        areas,
        column,
        columns: Math.min(blockColumns, size.columns - column),
        inner,
        depth: Math.min(blockDepth, size.depth - inner),
      });
}

interface Block {
  readonly product: Product;
  readonly areas: Readonly<Record<'panels' | 'bias' | 'turned' | 'places' | 'targets', number>>;
  readonly column: number;
  readonly columns: number;
  readonly inner: number;
  readonly depth: number;
}

/** All rows of the left matrix times a block of the right one. */
function multiplyBlock({ functions, scratch }: KernelModule, size: ProductSize, block: Block): void {
  const { product, areas, column, columns, inner, depth } = block;
  if (product.transposeB) {
    const source = product.b + (column * size.depth + inner) * 4;
    functions.packTransposed(source, size.depth * 4, depth, columns, areas.panels, depth, 0);
  } else {
    const source = product.b + (inner * size.columns + column) * 4;
    functions.packPanels(source, size.columns * 4, depth, columns, areas.panels, depth, 0);
  }
  const isLast = inner + depth === size.depth;
  const rowBytes = product.transposeA ? depth * 4 : size.depth * 4;
  for (let row = 0; row < size.rows; row += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, size.rows - row);
    if (row === 0 || rows < BLOCK_ROWS) {
      const table = { images: 1, rows, columns: 1, first: 0, imageStep: 0, columnStep: 0 };
      fillPlaces(scratch.uint32(areas.places, tableLength(rows)), { ...table, rowStep: rowBytes });
      fillPlaces(scratch.uint32(areas.targets, tableLength(rows)), { ...table, rowStep: size.columns * 4 });
    }
    if (product.transposeA) {
      const source = product.a + (inner * size.rows + row) * 4;
      functions.transpose(source, size.rows * 4, depth, rows, areas.turned, rowBytes);
    }
    functions.innerProducts(
      product.transposeA ? areas.turned : product.a + (row * size.depth + inner) * 4,
      areas.places,
      rows,
      1,
      0,
      depth,
      areas.panels,
      depth,
      columns,
      product.y + (row * size.columns + column) * 4,
      areas.targets,
      isLast && product.bias !== undefined ? areas.bias + column * 4 : 0,
      (inner > 0 ? ACCUMULATE : 0) | (isLast && product.isRelu ? RELU : 0),
    );
  }
}
