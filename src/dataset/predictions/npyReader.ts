import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../core/appError';
import { checkNpyLayout, decodeFloats, floatBytes, floatType, type FloatType } from '../../core/npy';
import { decodeNpyHeader } from '../../core/npyHeader';
import { openInput } from '../../files/openInput';
import { cannotRead } from './cannotRead';
import { BLOCK_NUMBERS, type PredictionsReader, type RowBlock } from './predictionsReader';
import { message } from '../../core/words/message';

/** Longer than any header that numpy writes for a plain array. */
const HEADER_BYTES = 1 << 16;

interface NpyMatrix {
  readonly file: string;
  readonly type: FloatType;
  readonly fortranOrder: boolean;
  readonly rows: number;
  readonly columns: number;
  /** Byte offset of the numbers. */
  readonly dataStart: number;
}

/** Opens a `.npy` matrix of float16, float32 or float64, in C or Fortran order. @throws AppError `bad-predictions`. */
export async function openNpyPredictions(
  file: string,
  /** What to say of an array that is no matrix. */
  noMatrix: 'predictions-shape' | 'embeddings-shape' = 'predictions-shape',
): Promise<PredictionsReader & { readonly rows: number }> {
  const matrix = await withFile(file, (handle) => readHeader(file, handle, noMatrix));
  return {
    file,
    columns: matrix.columns,
    rows: matrix.rows,
    hasPaths: false,
    isDouble: matrix.type === '<f8',
    nameRow: (row) => message('row-counted-from-0', { row: `${row}` }),
    nameColumn: (column) => `${column}`,
    blocks: (signal) => readBlocks(matrix, signal),
  };
}

async function readHeader(
  file: string,
  handle: FileHandle,
  noMatrix: 'predictions-shape' | 'embeddings-shape',
): Promise<NpyMatrix> {
  const fileBytes = (await handle.stat()).size;
  const start = await readExactly(handle, 0, Math.min(HEADER_BYTES, fileBytes));
  const header = decodeNpyHeader(start, file, 'bad-predictions');
  const type = floatType(header.descr.replace('>', '<'), file);
  checkNpyLayout(header, { file, code: 'bad-predictions', fileBytes });
  const [rows, columns] = header.shape;
  if (rows === undefined || columns === undefined || header.shape.length !== 2)
    throw new AppError('bad-predictions', message(noMatrix, { file, shape: header.shape.join(', ') }));
  return { file, type, rows, columns, fortranOrder: header.fortranOrder, dataStart: header.dataStart };
}

async function* readBlocks(matrix: NpyMatrix, signal: AbortSignal): AsyncGenerator<RowBlock, void> {
  const { file, rows, columns } = matrix;
  const handle = await openInput(file).catch((cause: unknown) => {
    throw cannotRead(file, cause);
  });
  try {
    const blockRows = Math.max(1, Math.floor(BLOCK_NUMBERS / Math.max(columns, 1)));
    for (let firstRow = 0; firstRow < rows; firstRow += blockRows) {
      signal.throwIfAborted();
      const range = { firstRow, rows: Math.min(blockRows, rows - firstRow) };
      const data = await (matrix.fortranOrder ? readColumns : readRows)(handle, matrix, range);
      yield { ...range, data, done01: (firstRow + range.rows) / rows };
    }
  } finally {
    await handle.close();
  }
}

interface RowRange {
  readonly firstRow: number;
  readonly rows: number;
}

async function readRows(handle: FileHandle, matrix: NpyMatrix, { firstRow, rows }: RowRange) {
  const { type, columns, dataStart } = matrix;
  const rowBytes = columns * floatBytes(type);
  return decodeFloats(type, await readExactly(handle, dataStart + firstRow * rowBytes, rows * rowBytes));
}

/** The same rows of a matrix that is stored column after column: one read for each column. */
async function readColumns(handle: FileHandle, matrix: NpyMatrix, { firstRow, rows }: RowRange) {
  const { type, columns, dataStart } = matrix;
  const itemBytes = floatBytes(type);
  const data = type === '<f8' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const start = dataStart + (column * matrix.rows + firstRow) * itemBytes;
    const values = decodeFloats(type, await readExactly(handle, start, rows * itemBytes));
    for (let row = 0; row < rows; row++) data[row * columns + column] = values[row]!;
  }
  return data;
}

async function readExactly(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) break; // It has been cut short since it was opened; what is missing fails the checks as zeros.
    done += bytesRead;
  }
  return bytes;
}

async function withFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await openInput(file);
    return await work(handle);
  } catch (cause) {
    throw cannotRead(file, cause);
  } finally {
    await handle?.close();
  }
}
