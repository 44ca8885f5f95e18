import { AppError } from '../../../core/appError';
import { isMissingLabel } from '../../../core/dataset/missingLabel';
import { message } from '../../../core/words/message';
import type { Correction } from '../../../core/writeBack/correction';
import {
  encodeColumnChunk,
  type Codec,
  type ColumnChunk,
  type ColumnValue,
  type Physical,
} from '../../../files/parquet/columnChunk';
import type { ParquetFile, StoredForm } from '../../formats/huggingface/parquetFile';
import { nameOfClass } from '../../formats/huggingface/classNames';
import { labelText } from '../../formats/archives/labelValue';
import type { LeftOutCorrection } from '../corrector';
import { labelLike, NO_CLASS, type ClassNumbers } from './classNumbers';

/** The column of labels of a Parquet file. */
export interface LabelColumn {
  /** For people. */
  readonly file: string;
  readonly parquet: ParquetFile;
  readonly column: string;
  /** Of its numbers, where they have names. */
  readonly names: readonly string[] | undefined;
  readonly numbers: ClassNumbers | undefined;
}

export interface RowCorrection {
  readonly path: string;
  readonly correction: Correction;
}

export interface CorrectedColumn {
  /** The row groups that change, by their numbers. */
  readonly chunks: ReadonlyMap<number, ColumnChunk>;
  readonly leftOut: readonly LeftOutCorrection[];
}

/**
 * The values of a column of labels in the row groups in which some change. Corrections are by row.
 * @throws AppError `cannot-write-back` for a column of another type than texts and whole numbers.
 */
export async function correctColumn(
  label: LabelColumn,
  corrections: ReadonlyMap<number, RowCorrection>,
  signal: AbortSignal,
): Promise<CorrectedColumn> {
  const form = label.parquet.form(label.column);
  const kind = form === undefined ? undefined : kindOf(form);
  if (form === undefined || kind === undefined) throw otherType(label, form);
  const chunks = new Map<number, ColumnChunk>();
  const leftOut: LeftOutCorrection[] = [];
  let row = 0;
  let group = 0;
  for await (const { values, codec } of label.parquet.readStored(label.column, signal)) {
    const now: ColumnValue[] = [...values];
    for (const [index, value] of values.entries()) {
      const one = corrections.get(row + index);
      if (one === undefined) continue;
      const made = newValue(value, one.correction, { column: label, form, kind });
      if ('why' in made) leftOut.push({ path: one.path, why: made.why });
      else now[index] = made.value;
    }
    if (now.some((value, index) => value !== values[index]))
      chunks.set(
        group,
        encodeColumnChunk(
          {
            path: [label.column],
            physical: kind.physical,
            optional: form.isOptional ? 1 : 0,
            codec: codecOf(codec),
          },
          now,
        ),
      );
    row += values.length;
    group++;
  }
  return { chunks, leftOut };
}

/** Whole numbers of so many bits, or texts. */
type Kind =
  | { readonly physical: 'BYTE_ARRAY' }
  | { readonly physical: Exclude<Physical, 'BYTE_ARRAY'>; readonly bits: number; readonly isSigned: boolean };

function kindOf({ physical, meaning }: StoredForm): Kind | undefined {
  if (physical === 'BYTE_ARRAY' && [undefined, 'UTF8', 'STRING', 'ENUM'].includes(meaning))
    return { physical };
  if (physical !== 'INT32' && physical !== 'INT64') return undefined;
  const named = /^(U?)INT_(\d+)$/u.exec(meaning ?? `INT_${physical.slice(3)}`);
  if (named === null) return undefined;
  return { physical, bits: Number(named[2]), isSigned: named[1] === '' };
}

const otherType = ({ file, column }: LabelColumn, form: StoredForm | undefined) =>
  new AppError(
    'cannot-write-back',
    message('write-back-parquet-type', { file, column, type: form?.meaning ?? form?.physical ?? '?' }),
  );

/** Columns that Node cannot compress as they were are compressed with gzip, which every reader knows. */
const codecOf = (codec: string): Codec => (codec === 'UNCOMPRESSED' || codec === 'BROTLI' ? codec : 'GZIP');

interface Place {
  readonly column: LabelColumn;
  readonly form: StoredForm;
  readonly kind: Kind;
}

function newValue(
  value: ColumnValue,
  { givenLabel, decision }: Correction,
  { column, form, kind }: Place,
): { readonly value: ColumnValue } | Pick<LeftOutCorrection, 'why'> {
  const { file, names, numbers } = column;
  const was = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value ?? '');
  const written = labelText(was);
  if (nameOfClass(written, names).label !== givenLabel) return { why: message('left-out-not-found') };
  if (decision.action === 'exclude') {
    if (numbers !== undefined && kind.physical !== 'BYTE_ARRAY' && kind.isSigned)
      return { value: BigInt(NO_CLASS) };
    return form.isOptional ? { value: null } : { why: message('left-out-no-null', { file }) };
  }
  if (isMissingLabel(decision.label))
    return { why: message('left-out-missing-label', { label: decision.label }) };
  const label = labelLike(was, decision.label, numbers);
  if (kind.physical === 'BYTE_ARRAY') return { value: Buffer.from(label) };
  const number = wholeNumber(label);
  if (number === undefined) return { why: message('left-out-no-number') };
  const { bits, isSigned } = kind;
  const stored = isSigned ? BigInt.asIntN(bits, number) : BigInt.asUintN(bits, number);
  return stored === number ? { value: number } : { why: message('left-out-number-large', { file, label }) };
}

const wholeNumber = (text: string): bigint | undefined =>
  /^-?\d{1,20}$/u.test(text) ? BigInt(text) : undefined;
