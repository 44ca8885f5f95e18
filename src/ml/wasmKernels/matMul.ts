import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';
import { ACCUMULATE, activate, RELU } from './activation';
import type { KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';
import { fillPlaces, tableLength } from './placeTable';
import { panelBytes } from './windowProducts';

/** Rows of the left matrix that are worked on at a time; if it is transposed, they are turned into the cache first. */
const BLOCK_ROWS = 96;
/** Of the inner axis: so much of a panel stays in the first-level cache, and of the rows in the second-level one. */
const BLOCK_DEPTH = 256;

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

function multiply({ functions, scratch }: KernelModule, size: ProductSize, product: Product): void {
  const { rows, depth, columns } = size;
  const blockRows = Math.min(BLOCK_ROWS, rows);
  const tableEntries = tableLength(blockRows);
  const [panels, bias, turned, places, targets] = scratch.reserve(
    panelBytes(depth, columns),
    panelBytes(1, columns),
    product.transposeA ? blockRows * depth * 4 : 0,
    tableEntries * 4,
    tableEntries * 4,
  ) as [number, number, number, number, number]; // one for each length
  if (product.bias !== undefined) scratch.float32(bias, columns).set(scratch.float32(product.bias, columns));
  if (product.transposeB) functions.packTransposed(product.b, depth * 4, depth, columns, panels, depth, 0);
  else functions.packPanels(product.b, columns * 4, depth, columns, panels, depth, 0);
  const line = { images: 1, columns: 1, first: 0, imageStep: 0, columnStep: 0 };
  for (let row = 0; row < rows; row += blockRows) {
    const count = Math.min(blockRows, rows - row);
    if (row === 0 || count < blockRows) {
      const length = tableLength(count);
      fillPlaces(scratch.uint32(places, length), { ...line, rows: count, rowStep: depth * 4 });
      fillPlaces(scratch.uint32(targets, length), { ...line, rows: count, rowStep: columns * 4 });
    }
    if (product.transposeA)
      functions.transpose(product.a + row * 4, rows * 4, depth, count, turned, depth * 4);
    const from = product.transposeA ? turned : product.a + row * depth * 4;
    for (let inner = 0; inner < depth; inner += BLOCK_DEPTH) {
      const isLast = inner + BLOCK_DEPTH >= depth;
      functions.innerProducts(
        from + inner * 4,
        places,
        count,
        1,
        0,
        Math.min(BLOCK_DEPTH, depth - inner),
        panels + inner * 32,
        depth,
        columns,
        product.y + row * columns * 4,
        targets,
        isLast && product.bias !== undefined ? bias : 0,
        (inner > 0 ? ACCUMULATE : 0) | (isLast && product.isRelu ? RELU : 0),
      );
    }
  }
}
