import { type Message } from '../../core/words/message';
/** Consecutive rows of a predictions file: `rows × columns`, row-major. */
export interface RowBlock {
  /** Counted from 0. */
  readonly firstRow: number;
  readonly rows: number;
  readonly data: Float32Array | Float64Array;
  /** The path in each row, as written, when the file has a column of paths. */
  readonly paths?: readonly string[];
  /** Share of the file that has been read, 0–1. */
  readonly done01: number;
}

/** A file of predicted probabilities, opened: what is known before its numbers are read. */
export interface PredictionsReader {
  readonly file: string;
  /** Classes: columns of numbers, a column of paths not counted. */
  readonly columns: number;
  /** Names of those columns, when the file has a header. */
  readonly columnNames?: readonly string[];
  /** Names of columns that are no classes: a label, a prediction, a number of the row. */
  readonly leftOut?: readonly string[];
  /** Undefined when only reading can tell. */
  readonly rows?: number;
  readonly hasPaths: boolean;
  readonly isDouble: boolean;
  /** A row as people find it in the file, e.g. `row 5`. */
  nameRow(row: number): Message;
  /** A column of numbers as people find it in the file: its name in quotes, or its place. */
  nameColumn(column: number): string;
  /** Reads the file once, in blocks of a few megabytes. @throws AppError `bad-predictions`. */
  blocks(signal: AbortSignal): AsyncGenerator<RowBlock, void>;
}

/** Numbers in a block: enough for fast reads, little beside the matrix itself. */
export const BLOCK_NUMBERS = 1 << 20;
