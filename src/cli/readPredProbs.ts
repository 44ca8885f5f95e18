import { readFile } from 'node:fs/promises';
import { AppError } from '../core/appError';
import type { PredProbs } from '../core/confidentLearning/predProbs';
import { decodeNpy } from '../core/npy';
import { readTable } from './readTable';

/** Predictions made elsewhere: N×K, one row per label; `columnNames` are those of a CSV's header, if it has one. */
export interface PredictionsFile {
  readonly predProbs: PredProbs;
  readonly columnNames?: readonly string[];
}

/** Reads a `.npy` or `.csv` file of probabilities. @throws AppError `bad-predictions`. */
export async function readPredProbs(file: string): Promise<PredictionsFile> {
  return file.toLowerCase().endsWith('.npy') ? readNpy(file) : readCsv(file);
}

async function readNpy(file: string): Promise<PredictionsFile> {
  const { data, shape } = decodeNpy(await readBytes(file), file);
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2)
    throw new AppError(
      'bad-predictions',
      `${file} has shape (${shape.join(', ')}); give one row per label and one column per class.`,
    );
  return { predProbs: { data, rows, columns } };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-predictions', `Cannot read ${file}: ${message}.`, { cause });
  }
}

async function readCsv(file: string): Promise<PredictionsFile> {
  const values: number[] = [];
  let columnNames: readonly string[] | undefined;
  let columns: number | undefined;
  let line = 0;
  for await (const cells of readTable(file, 'bad-predictions')) {
    line++;
    const numbers = cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    const isHeader = line === 1 && numbers.some(Number.isNaN);
    columns ??= cells.length;
    if (isHeader) columnNames = cells;
    if (isHeader) continue;
    if (cells.length !== columns)
      throw new AppError(
        'bad-predictions',
        `${file}, record ${line} has ${cells.length} columns instead of ${columns}.`,
      );
    for (const value of numbers) values.push(value);
  }
  if (columns === undefined || values.length === 0)
    throw new AppError('bad-predictions', `${file} holds no predictions.`);
  return {
    predProbs: { data: Float64Array.from(values), rows: values.length / columns, columns },
    columnNames,
  };
}
