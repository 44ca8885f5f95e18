import { AppError } from '../../core/appError';
import { probabilityProblem } from '../../core/confidentLearning/probabilityProblem';
import type { LayoutRequest } from './csvLayout';
import { openCsvPredictions } from './csvReader';
import { openNpyPredictions } from './npyReader';
import type { PredictionsReader, RowBlock } from './predictionsReader';
import { message } from '../../core/words/message';

/** Opens a `.npy`, `.csv` or `.tsv` file of probabilities. @throws AppError `bad-predictions`. */
export async function openPredictions(file: string, request: LayoutRequest = {}): Promise<PredictionsReader> {
  const reader = await openByExtension(file, request);
  const { columns, rows } = reader;
  if (rows === 0) throw new AppError('bad-predictions', message('predictions-none', { file }));
  if (columns < 2)
    throw new AppError('bad-predictions', message('predictions-few-columns', { file, columns }));
  return reader;
}

async function openByExtension(file: string, request: LayoutRequest): Promise<PredictionsReader> {
  const name = file.toLowerCase();
  if (name.endsWith('.npy')) return openNpyPredictions(file);
  if (name.endsWith('.csv') || name.endsWith('.tsv')) return openCsvPredictions(file, request);
  throw new AppError('bad-predictions', message('predictions-other-kind', { file }));
}

/** The blocks of a file, every row of which sums to 1. @throws AppError `bad-predictions` naming the file and the row. */
export async function* checkedBlocks(
  reader: PredictionsReader,
  signal: AbortSignal,
): AsyncGenerator<RowBlock, void> {
  const { file, columns } = reader;
  const nameColumn = (column: number) => reader.nameColumn(column);
  for await (const block of reader.blocks(signal)) {
    const { data, rows, firstRow } = block;
    for (let row = 0; row < rows; row++) {
      const problem = probabilityProblem({ data, rows, columns }, row, nameColumn);
      if (problem !== undefined)
        throw new AppError(
          'bad-predictions',
          message('predictions-bad-row', { file, row: reader.nameRow(firstRow + row), problem }),
        );
    }
    yield block;
  }
}

/** Room for `rows` rows, zeroed. @throws AppError `bad-predictions` when there is not enough memory. */
export function allocateMatrix(
  { file, columns, isDouble }: PredictionsReader,
  rows: number,
): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  const numbers = rows * columns;
  try {
    return isDouble ? new Float64Array(numbers) : new Float32Array(numbers);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const gigabytes = ((isDouble ? 8 : 4) * numbers) / 1e9;
    throw new AppError(
      'bad-predictions',
      message('predictions-too-large', { file, gigabytes: Math.round(gigabytes) }),
      { cause },
    );
  }
}
