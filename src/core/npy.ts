import { AppError, type AppErrorCode } from './appError';
import { assertNever } from './assertNever';
import { decodeNpyHeader, encodeNpyHeader, type NpyHeader } from './npyHeader';
import { message } from './words/message';

/** An array of probabilities as read: C order. float16 and float32 become `Float32Array`, which holds both exactly. */
export interface NpyFloats {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly number[];
}

/**
 * The bytes of a `.npy` file (little-endian, C order).
 * @throws RangeError when the shape does not hold as many numbers as `data`.
 */
export function encodeNpy(
  data: Float32Array | Float64Array | Int32Array | Uint8Array,
  shape: readonly number[],
): Uint8Array {
  if (countOf(shape) !== data.length)
    throw new RangeError(`${data.length} numbers do not have the shape (${shape.join(', ')})`);
  const descr = descrOf(data);
  const header = encodeNpyHeader(descr, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  if (isLittleEndian() || descr === '|u1') {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
    return bytes;
  }
  const view = new DataView(bytes.buffer, header.length);
  data.forEach((value, index) => {
    if (descr === '<f8') view.setFloat64(index * 8, value, true);
    else if (descr === '<f4') view.setFloat32(index * 4, value, true);
    else view.setInt32(index * 4, value, true);
  });
  return bytes;
}

function descrOf(data: Float32Array | Float64Array | Int32Array | Uint8Array) {
  if (data instanceof Uint8Array) return '|u1';
  if (data instanceof Int32Array) return '<i4';
  return data instanceof Float32Array ? '<f4' : '<f8';
}

/** Types of floating-point numbers that are read, as numpy writes them: 16, 32 and 64 bits, little-endian. */
const FLOAT_BYTES = { '<f2': 2, '<f4': 4, '<f8': 8 } as const;
export type FloatType = keyof typeof FLOAT_BYTES;

export const floatBytes = (type: FloatType): number => FLOAT_BYTES[type];

/** The type of the numbers of `file`. @throws AppError `bad-predictions` when they are no floating-point numbers. */
export function floatType(descr: string, file: string): FloatType {
  if (descr === '<f2' || descr === '<f4' || descr === '<f8') return descr;
  throw new AppError('bad-predictions', message('npy-no-floats', { file, type: descr }));
}

/** The numbers in `bytes`, without a copy where they lie as this machine wants them. */
export function decodeFloats(type: FloatType, bytes: Uint8Array): Float32Array | Float64Array {
  const { buffer, byteOffset, byteLength } = bytes;
  const count = byteLength / FLOAT_BYTES[type];
  const isDirect = isLittleEndian() && byteOffset % FLOAT_BYTES[type] === 0;
  if (isDirect && type === '<f4') return new Float32Array(buffer, byteOffset, count);
  if (isDirect && type === '<f8') return new Float64Array(buffer, byteOffset, count);
  const view = new DataView(buffer, byteOffset, byteLength);
  switch (type) {
    case '<f2':
      return fill(new Float32Array(count), (index) => halfToNumber(view.getUint16(index * 2, true)));
    case '<f4':
      return fill(new Float32Array(count), (index) => view.getFloat32(index * 4, true));
    case '<f8':
      return fill(new Float64Array(count), (index) => view.getFloat64(index * 8, true));
    default:
      return assertNever(type);
  }
}

/**
 * Reads a whole array of floating-point numbers, in C order, from the bytes of `file`.
 * @throws AppError `bad-predictions` naming the file and what to do.
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyFloats {
  const { descr, shape, view } = openNpy(bytes, file, 'bad-predictions');
  const data = decodeFloats(
    floatType(descr, file),
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  );
  return { data, shape };
}

/**
 * Reads class indices from the bytes of `file`: one per sample, from a one-dimensional array of integers or booleans.
 * @throws AppError `bad-labels` naming the file and what to do.
 */
export function decodeNpyLabels(bytes: Uint8Array, file: string): Int32Array {
  const { descr, shape, view, count } = openNpy(bytes, file, 'bad-labels');
  if (shape.length !== 1)
    throw new AppError('bad-labels', message('npy-labels-shape', { file, shape: shape.join(', ') }));
  const read = integerReader(descr, view);
  if (read === undefined) throw new AppError('bad-labels', message('npy-no-integers', { file, type: descr }));
  return fill(new Int32Array(count), (index) => {
    const label = read(index);
    if (label !== (label | 0))
      throw new AppError(
        'bad-labels',
        message('npy-bad-label', { file, row: `${index}`, label: `${label}` }),
      );
    return label;
  });
}

function openNpy(bytes: Uint8Array, file: string, code: AppErrorCode) {
  const header = decodeNpyHeader(bytes, file, code);
  const { descr, fortranOrder, shape, dataStart } = header;
  checkNpyLayout(header, { file, code, fileBytes: bytes.byteLength });
  // A single dimension is laid out the same in both orders.
  if (fortranOrder && shape.length > 1) throw new AppError(code, message('npy-fortran-order', { file }));
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, bytes.byteLength - dataStart);
  return { descr, shape, count: countOf(shape), view };
}

/** @throws AppError `code` for big-endian numbers and for a file of another length than its header says. */
export function checkNpyLayout(
  { descr, shape, dataStart }: NpyHeader,
  {
    file,
    code,
    fileBytes,
  }: { readonly file: string; readonly code: AppErrorCode; readonly fileBytes: number },
): void {
  if (descr.startsWith('>'))
    throw new AppError(
      code,
      message('npy-big-endian', { file, type: descr, littleEndian: descr.replace('>', '<') }),
    );
  const needed = countOf(shape) * Number(/\d+$/.exec(descr)?.[0] ?? 0);
  const length = fileBytes - dataStart;
  if (length !== needed)
    throw new AppError(
      code,
      message('npy-length', { file, shape: shape.join(', '), needed: `${needed}`, length: `${length}` }),
    );
}

/** Reads whole numbers or booleans of a type, by their index; undefined for any other type. */
export function integerReader(descr: string, view: DataView): ((index: number) => number) | undefined {
  switch (descr) {
    case '|b1':
    case '|u1':
      return (index) => view.getUint8(index);
    case '|i1':
      return (index) => view.getInt8(index);
    case '<u2':
      return (index) => view.getUint16(index * 2, true);
    case '<i2':
      return (index) => view.getInt16(index * 2, true);
    case '<u4':
      return (index) => view.getUint32(index * 4, true);
    case '<i4':
      return (index) => view.getInt32(index * 4, true);
    case '<u8':
      return (index) => Number(view.getBigUint64(index * 8, true));
    case '<i8':
      return (index) => Number(view.getBigInt64(index * 8, true));
    default:
      return undefined;
  }
}

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
function halfToNumber(half: number): number {
  const sign = half >>> 15 === 0 ? 1 : -1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function fill<T extends Float32Array | Float64Array | Int32Array>(
  values: T,
  valueAt: (index: number) => number,
): T {
  for (let index = 0; index < values.length; index++) values[index] = valueAt(index);
  return values;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
