import type { PredProbs } from '../../core/confidentLearning/predProbs';
import { AppError } from '../../core/appError';
import { allocateMatrix, checkedBlocks } from './openPredictions';
import type { PredictionsReader, RowBlock } from './predictionsReader';
import { message } from '../../core/words/message';

/** Predictions, and the path in each row where the file has a column of paths. */
export interface ReadMatrix extends PredProbs {
  readonly paths?: readonly string[];
}

/** All rows of a file in its own order, read and checked once. @throws AppError `bad-predictions`. */
export async function readMatrix(reader: PredictionsReader, signal: AbortSignal): Promise<ReadMatrix> {
  const { file, columns } = reader;
  if (reader.rows !== undefined) return readInto(reader, reader.rows, signal);
  const blocks: RowBlock[] = [];
  for await (const block of checkedBlocks(reader, signal)) blocks.push(block);
  const rows = blocks.reduce((total, block) => total + block.rows, 0);
  if (rows === 0) throw new AppError('bad-predictions', message('predictions-no-samples', { file }));
  const data = allocateMatrix(reader, rows);
  for (const block of blocks) data.set(block.data, block.firstRow * columns);
  const paths = blocks.flatMap((block) => block.paths ?? []);
  return { data, rows, columns, ...(reader.hasPaths && { paths }) };
}

async function readInto(reader: PredictionsReader, rows: number, signal: AbortSignal): Promise<PredProbs> {
  const { columns } = reader;
  const data = allocateMatrix(reader, rows);
  for await (const block of checkedBlocks(reader, signal)) data.set(block.data, block.firstRow * columns);
  return { data, rows, columns };
}
