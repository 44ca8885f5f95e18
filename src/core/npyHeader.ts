import { AppError, type AppErrorCode } from './appError';
import { message, type Message } from './words/message';

/** What a `.npy` header says: the type of the numbers, their layout, and where they start. */
export interface NpyHeader {
  /** As numpy writes it, e.g. `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte offset of the data. */
  readonly dataStart: number;
}

/** `\x93NUMPY` (NEP 1, "A simple file format for NumPy arrays"). */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Headers are padded so that the data starts at a multiple of this, as numpy does. */
const ALIGNMENT = 64;
/** Magic, two version bytes, two bytes of header length. */
const PREFIX_BYTES_V1 = 10;
const PREFIX_BYTES_V2 = 12;

/** The bytes before the data: version 1.0, C order. */
export function encodeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const total = Math.ceil((PREFIX_BYTES_V1 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(total).fill(0x20);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, total - PREFIX_BYTES_V1, true);
  for (let index = 0; index < text.length; index++) bytes[PREFIX_BYTES_V1 + index] = text.charCodeAt(index);
  bytes[total - 1] = 0x0a;
  return bytes;
}

/** Reads the header of `file`, of versions 1 to 3. @throws AppError `code`. */
export function decodeNpyHeader(bytes: Uint8Array, file: string, code: AppErrorCode): NpyHeader {
  const broken = (why: Message) => new AppError(code, message('npy-unusable', { file, why }));
  if (bytes.length < PREFIX_BYTES_V2 || MAGIC.some((byte, index) => bytes[index] !== byte))
    throw broken(message('npy-no-magic'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isV1 = bytes[6] === 1;
  const textStart = isV1 ? PREFIX_BYTES_V1 : PREFIX_BYTES_V2;
  const dataStart = textStart + (isV1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > bytes.length) throw broken(message('npy-short-header'));
  let text = '';
  for (let index = textStart; index < dataStart; index++) text += String.fromCharCode(bytes[index]!);
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || sizes === undefined)
    throw broken(message('npy-odd-header'));
  const shape = sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  return { descr, fortranOrder: order === 'True', shape, dataStart };
}
