import { AppError } from '../../../core/appError';
import { decodeFloats, integerReader } from '../../../core/npy';
import type { NpyHeader } from '../../../core/npyHeader';
import { message } from '../../../core/words/message';
import { labelText, type LabelValue } from '../archives/labelValue';

/**
 * The labels in the bytes of an array: numbers or texts, N or N×1; of N×K numbers 0 and 1, the column that holds the only 1.
 * @throws AppError `labels-unreadable` for any other array.
 */
export function labelsOfArray(
  array: string,
  { descr, shape, fortranOrder }: NpyHeader,
  bytes: Buffer,
): { readonly count: number; readonly label: (index: number) => LabelValue } {
  const [count = 0, columns = 1, ...more] = shape;
  if (shape.length === 0 || more.length > 0) throw odd(array, shape);
  if (fortranOrder && columns > 1)
    throw new AppError('labels-unreadable', message('npy-fortran-order', { file: array }));
  const text = textReader(descr, bytes);
  if (text !== undefined && columns === 1) return { count, label: (index) => labelText(text(index)) };
  const number = text === undefined ? numberReader(descr, bytes) : undefined;
  if (number === undefined)
    throw new AppError('labels-unreadable', message('labels-of-type', { array, type: descr }));
  if (columns === 1) return { count, label: (index) => ({ label: wholeNumber(array, number(index)) }) };
  return { count, label: (index) => onlyOne(array, { number, columns, index, shape }) };
}

/** How many bytes each number or text of a type takes; undefined for a type that is not read. */
export function itemBytes(descr: string): number | undefined {
  const [, kind = '', size = ''] = /^[<|]([biufSU])(\d+)$/u.exec(descr) ?? [];
  return kind === '' ? undefined : Number(size) * (kind === 'U' ? 4 : 1);
}

function textReader(descr: string, bytes: Buffer): ((index: number) => string) | undefined {
  const length = itemBytes(descr) ?? 0;
  const part = (index: number) => bytes.subarray(index * length, (index + 1) * length);
  if (descr.startsWith('|S')) return (index) => part(index).toString('utf8').replace(/\0+$/u, '');
  if (!descr.startsWith('<U')) return undefined;
  return (index) => {
    const item = part(index);
    let text = '';
    for (let at = 0; at + 4 <= item.length; at += 4) {
      const point = item.readUInt32LE(at);
      text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    }
    return text.replace(/\0+$/u, '');
  };
}

function numberReader(descr: string, bytes: Buffer): ((index: number) => number) | undefined {
  if (descr === '<f2' || descr === '<f4' || descr === '<f8') {
    const numbers = decodeFloats(descr, bytes);
    return (index) => numbers[index]!;
  }
  return integerReader(descr, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function wholeNumber(array: string, value: number): string {
  if (!Number.isSafeInteger(value))
    throw new AppError('labels-unreadable', message('labels-no-classes', { array, value: `${value}` }));
  return `${value}`;
}

interface Row {
  readonly number: (index: number) => number;
  readonly columns: number;
  readonly index: number;
  readonly shape: readonly number[];
}

function onlyOne(array: string, { number, columns, index, shape }: Row): LabelValue {
  const ones: number[] = [];
  for (let column = 0; column < columns; column++) {
    const value = number(index * columns + column);
    if (value === 1) ones.push(column);
    else if (value !== 0) throw odd(array, shape);
  }
  if (ones.length <= 1) return ones.length === 0 ? {} : { label: `${ones[0]}` };
  return { why: message('member-several-labels', { labels: { list: ones.map(String) } }) };
}

const odd = (file: string, shape: readonly number[]): AppError =>
  new AppError('labels-unreadable', message('labels-of-shape', { file, shape: shape.join(' × ') }));
