import { readFile } from 'node:fs/promises';
import { AppError } from '../core/appError';
import { decodeNpyLabels } from '../core/npy';
import { readTable } from './readTable';

/** Column names under which a CSV may keep its labels, most telling first. */
const LABEL_COLUMNS = ['given_label', 'label', 'labels', 'class', 'target', 'y'];

/** Reads labels, one per example, as text: class names, or class indices as digits. @throws AppError `bad-labels`. */
export async function readLabels(file: string): Promise<string[]> {
  if (!file.toLowerCase().endsWith('.npy')) return readCsv(file);
  try {
    return Array.from(decodeNpyLabels(await readFile(file), file), String);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-labels', `Cannot read ${file}: ${message}.`, { cause });
  }
}

async function readCsv(file: string): Promise<string[]> {
  const labels: string[] = [];
  let column: number | undefined;
  for await (const cells of readTable(file, 'bad-labels')) {
    if (column === undefined) {
      const names = cells.map((cell) => cell.toLowerCase());
      const named = LABEL_COLUMNS.map((name) => names.indexOf(name)).find((index) => index >= 0);
      if (named === undefined && cells.length > 1)
        throw new AppError(
          'bad-labels',
          `${file} has ${cells.length} columns and none is called 'label'; name the column of labels 'label'.`,
        );
      column = named ?? 0;
      if (named !== undefined) continue;
    }
    labels.push(cells[column] ?? '');
  }
  if (labels.length === 0) throw new AppError('bad-labels', `${file} holds no labels.`);
  return labels;
}
