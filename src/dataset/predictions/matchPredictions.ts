import { AppError } from '../../core/appError';
import { argmaxOfRow, type PredProbs } from '../../core/confidentLearning/predProbs';
import { sortClasses } from '../../core/dataset/sortClasses';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { PredictionsRequest } from '../../core/run/analyzeRequest';
import type { RowMatch } from '../../core/run/run';
import { checkMatching, type Matching } from './checkMatching';
import { fitsCountedBetter } from './numberOrder';
import { chooseLikelierOrder, type LikelierOrder } from './likelierOrder';
import { matchColumns, type MatchedColumns } from './matchColumns';
import { allocateMatrix, checkedBlocks, openPredictions } from './openPredictions';
import { PlacedRows } from './placedRows';
import type { PredictionsReader, RowBlock } from './predictionsReader';
import { findRowOrder, type RowOrder } from './rowOrder';
import { message, type Message } from '../../core/words/message';

/** Predictions for the images of a dataset that have them. */
export interface MatchedPredictions {
  /** Indices into the dataset's images, ascending. */
  readonly images: Int32Array;
  /** Indices of the images without a row. */
  readonly unpredicted: readonly number[];
  readonly classes: readonly string[];
  /** Class indices, parallel to `images`. */
  readonly labels: Int32Array;
  /** One row for each of `images`, columns in the order of `classes`. */
  readonly predProbs: PredProbs['data'];
  readonly matchedBy: RowMatch;
  /** Rows about no image of the dataset. */
  readonly unmatchedRows: number;
  readonly warnings: readonly Message[];
}

export interface PredictionsProgress {
  readonly done01: number;
}

/**
 * Reads a file of predictions once, each row straight to its image's place.
 * @throws AppError `bad-predictions`, `labels-unreadable`.
 */
export async function* matchPredictions(
  index: DatasetIndex,
  request: PredictionsRequest,
  signal: AbortSignal,
): AsyncGenerator<PredictionsProgress, MatchedPredictions> {
  const reader = await openPredictions(request.file, {
    pathColumn: request.pathColumn,
    classes: request.classes ?? index.classes,
  });
  const columns = matchColumns(index, reader, request.classes);
  const order = await findRowOrder({ index, reader, orderFile: request.orderFile, signal });
  checkRowCount(reader, order, reader.rows);
  const placement = new Placement(reader, columns, index);
  let rows = 0;
  for await (const block of checkedBlocks(reader, signal)) {
    rows += block.rows;
    if (order.expected !== undefined && rows > order.expected.rows) continue; // Only to count them.
    for (let row = 0; row < block.rows; row++) placement.place(block, row, await order.imageOf(block, row));
    yield { done01: block.done01 };
  }
  checkRowCount(reader, order, rows);
  const chosen = placement.settleOrder(order);
  const matched = { ...placement.finish(), classes: columns.classes, matchedBy: order.matchedBy };
  const { predProbs: data, images, labels } = matched;
  const checked = checkMatching({
    ...columns,
    file: reader.file,
    labels,
    predProbs: { data, rows: images.length, columns: columns.classes.length },
    ...(order.assumed !== undefined && fileOrderOf(chosen.imageOfRow, images)),
    nameRow: (row) => reader.nameRow(row),
  });
  return { ...matched, warnings: [...columns.warnings, ...order.warnings(), ...chosen.warnings, ...checked] };
}

/** The rows that have an image, and the positions of those among `images`. */
function fileOrderOf(imageOfRow: Int32Array, images: Int32Array): Pick<Matching, 'fileOrder' | 'fileRows'> {
  const positionOf = new Map(Array.from(images, (image, position) => [image, position]));
  const fileRows = Int32Array.from(imageOfRow.keys()).filter((row) => positionOf.has(imageOfRow[row]!));
  return { fileRows, fileOrder: fileRows.map((row) => positionOf.get(imageOfRow[row]!)!) }; // see above
}

function checkRowCount({ file }: PredictionsReader, { expected }: RowOrder, rows: number | undefined): void {
  if (expected === undefined || rows === undefined || rows === expected.rows) return;
  throw new AppError(
    'bad-predictions',
    message('predictions-row-count', { file, rows, expected: expected.rows, what: expected.of }),
  );
}

/** The matrix being filled, row by row. */
class Placement {
  private readonly reader: PredictionsReader;
  private readonly columns: MatchedColumns;
  private readonly index: DatasetIndex;
  private readonly data: Float32Array | Float64Array;
  private readonly placed: PlacedRows;

  constructor(reader: PredictionsReader, columns: MatchedColumns, index: DatasetIndex) {
    this.reader = reader;
    this.columns = columns;
    this.index = index;
    this.data = allocateMatrix(reader, index.paths.length);
    this.placed = new PlacedRows(reader, index);
  }

  place(block: RowBlock, row: number, image: number): void {
    if (!this.placed.place(block.firstRow + row, image)) return;
    const { classOfColumn } = this.columns;
    const width = classOfColumn.length;
    for (let column = 0; column < width; column++)
      this.data[image * width + classOfColumn[column]!] = block.data[row * width + column]!;
  }

  /**
   * Moves the rows where another order than the assumed one is far more likely.
   * @throws AppError `bad-predictions` where rows and columns of folders that are numbers are both in another.
   */
  settleOrder({ assumed }: RowOrder): LikelierOrder {
    const { paths, labels } = this.index;
    const { classOfColumn, classOfLabel } = this.columns;
    const { imageOfRow } = this.placed;
    const isComplete = imageOfRow.length === paths.length && !imageOfRow.includes(-1);
    if (assumed === undefined || !isComplete) return { imageOfRow, warnings: [] };
    const view = { data: this.data, rows: paths.length, columns: classOfColumn.length };
    const predicted = imageOfRow.map((image) => argmaxOfRow(view, image));
    const chosen = chooseLikelierOrder({
      file: this.reader.file,
      paths,
      imageOfRow,
      name: assumed,
      isAgreeing: (row, order) => predicted[row] === classOfLabel[labels[order[row]!]!],
      nameRow: (row) => this.reader.nameRow(row),
    });
    const { imageOfRow: taken } = chosen;
    const { isNamed, classes } = this.columns;
    const isByText = !isNamed && this.index.labelSource.kind === 'folders';
    if (isByText && fitsCountedBetter({ paths, labels, classes, imageOfRow: taken, predicted }))
      throw new AppError(
        'bad-predictions',
        message('predictions-numbers-counted', {
          file: this.reader.file,
          order: sortClasses(classes).join(','),
        }),
      );
    if (chosen.imageOfRow !== imageOfRow) this.moveRows(imageOfRow, chosen.imageOfRow);
    return chosen;
  }

  private moveRows(from: Int32Array, to: Int32Array): void {
    const width = this.columns.classOfColumn.length;
    const before = this.data.slice();
    for (const [row, image] of to.entries())
      this.data.set(before.subarray(from[row]! * width, (from[row]! + 1) * width), image * width);
  }

  finish(): Omit<MatchedPredictions, 'classes' | 'matchedBy' | 'warnings'> {
    const { data, placed, index, columns } = this;
    const width = columns.classOfColumn.length;
    const images = placed.gather(data, width);
    return {
      images,
      unpredicted: placed.unfilled,
      labels: images.map((image) => columns.classOfLabel[index.labels[image]!]!),
      predProbs: data.subarray(0, images.length * width),
      unmatchedRows: placed.unmatchedRows,
    };
  }
}
