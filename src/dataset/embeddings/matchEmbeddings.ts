import { createHash } from 'node:crypto';
import { AppError } from '../../core/appError';
import type { DatasetIndex, PixelSource } from '../../core/dataset/dataset';
import { compandEmbedding } from '../../core/embedding/compand';
import type { RowMatch } from '../../core/run/run';
import { message, type Message } from '../../core/words/message';
import { openNpyPredictions } from '../predictions/npyReader';
import { PlacedRows } from '../predictions/placedRows';
import type { PredictionsReader, RowBlock } from '../predictions/predictionsReader';
import { findRowOrder } from '../predictions/rowOrder';

export interface EmbeddingsRequest {
  /** A `.npy` matrix, one row an image. Absolute, like `orderFile`. */
  readonly file: string;
  /** A table with the path of each row's image, in the order of the rows; absent where something else tells. */
  readonly orderFile?: string | undefined;
}

/** What rows are matched with. */
type MatchedIndex = Pick<DatasetIndex, 'root' | 'paths' | 'labelSource'>;

/** Embeddings made elsewhere, of the images of a dataset that have one. */
export interface MatchedEmbeddings {
  /** Indices into the dataset's images, ascending. */
  readonly images: Int32Array;
  /** Companded rows (`compandEmbedding`) parallel to `images`, as grey images of height 1, in shared memory. */
  readonly rows: PixelSource;
  readonly matchedBy: RowMatch;
  /** What the order of the rows was taken from, where nobody has said it. */
  readonly assumed?: Message | undefined;
  /** Of each row of the file; negative: of none of the dataset. */
  readonly imageOfRow: Int32Array;
  /** Rows about no image of the dataset. */
  readonly unmatchedRows: number;
  /** Changes with the rows and with the images they are of. */
  readonly fingerprint: string;
}

/**
 * Reads a file of embeddings once, each row straight to its image's place.
 * @throws AppError `bad-predictions`, `labels-unreadable`.
 */
export async function* matchEmbeddings(
  index: MatchedIndex,
  { file, orderFile }: EmbeddingsRequest,
  signal: AbortSignal,
): AsyncGenerator<{ readonly done01: number }, MatchedEmbeddings> {
  const reader = await openNpyPredictions(file, 'embeddings-shape');
  const { rows, columns } = reader;
  if (rows === 0 || columns < 2)
    throw new AppError(
      'bad-predictions',
      message('embeddings-shape', { file, shape: `${rows}, ${columns}` }),
    );
  const order = await findRowOrder({ index, reader, ...(orderFile !== undefined && { orderFile }), signal });
  const { expected } = order;
  if (expected !== undefined && expected.rows !== rows)
    throw new AppError(
      'bad-predictions',
      message('embeddings-row-count', { file, rows, expected: expected.rows, what: expected.of }),
    );
  const placement = new Placement(reader, index);
  for await (const block of reader.blocks(signal)) {
    for (let row = 0; row < block.rows; row++) placement.place(block, row, await order.imageOf(block, row));
    yield { done01: block.done01 };
  }
  return { ...placement.finish(), matchedBy: order.matchedBy, assumed: order.assumed };
}

/** The rows being filled. */
class Placement {
  private readonly reader: PredictionsReader;
  private readonly index: MatchedIndex;
  private readonly data: Uint8Array<SharedArrayBuffer>;
  private readonly placed: PlacedRows;

  constructor(reader: PredictionsReader, index: MatchedIndex) {
    this.reader = reader;
    this.index = index;
    this.data = allocate(reader, index.paths.length);
    this.placed = new PlacedRows(reader, index);
  }

  place(block: RowBlock, row: number, image: number): void {
    const rowOfFile = block.firstRow + row;
    if (!this.placed.place(rowOfFile, image)) return;
    const { file, columns } = this.reader;
    const numbers = block.data.subarray(row * columns, (row + 1) * columns);
    const column = numbers.findIndex((value) => !Number.isFinite(value));
    if (column >= 0)
      throw new AppError(
        'bad-predictions',
        message('embeddings-not-finite', { file, row: this.reader.nameRow(rowOfFile), column: `${column}` }),
      );
    this.data.set(compandEmbedding(Float32Array.from(numbers)), image * columns);
  }

  finish(): Omit<MatchedEmbeddings, 'matchedBy' | 'assumed'> {
    const { data, index, placed } = this;
    const { columns: width } = this.reader;
    const images = placed.gather(data, width);
    const used = data.subarray(0, images.length * width);
    const hash = createHash('sha256').update(`embeddings ${width}`);
    for (const image of images) hash.update(`\n${index.paths[image]!}`);
    return {
      images,
      rows: { store: { kind: 'memory', data: used }, count: images.length, height: 1, width, channels: 1 },
      imageOfRow: placed.imageOfRow,
      unmatchedRows: placed.unmatchedRows,
      fingerprint: hash.update(used).digest('hex'),
    };
  }
}

/** In shared memory, so that other threads read it without a copy. */
function allocate({ file, columns }: PredictionsReader, images: number): Uint8Array<SharedArrayBuffer> {
  const bytes = images * columns;
  try {
    return new Uint8Array(new SharedArrayBuffer(bytes));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const gigabytes = Math.round(bytes / 1e9);
    throw new AppError('bad-predictions', message('embeddings-too-large', { file, gigabytes }), { cause });
  }
}
