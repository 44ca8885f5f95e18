import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeNpy } from '../../src/core/npy';
import { encodeNpyHeader } from '../../src/core/npyHeader';
import { createRng, type Rng } from '../../src/core/rng';

/** Absolute paths of `.npy` files: N labels (int32) and N×K probabilities (float32). */
export interface PredictionFiles {
  readonly folder: string;
  readonly labels: string;
  readonly predProbs: string;
}

const WRONG_SHARE = 0.1;
const ROWS_PER_WRITE = 10_000;

/** Softmax of noise with a lead for the true class, as of a model that is right nine times in ten; 10% wrong labels. */
export async function makePredictions(
  folder: string,
  { rows, columns, seed }: { readonly rows: number; readonly columns: number; readonly seed: number },
): Promise<PredictionFiles> {
  const rng = createRng(seed);
  const files = {
    folder,
    labels: path.join(folder, 'labels.npy'),
    predProbs: path.join(folder, 'probs.npy'),
  };
  const labels = new Int32Array(rows);
  const handle = await open(files.predProbs, 'w');
  try {
    await handle.writeFile(encodeNpyHeader('<f4', [rows, columns]));
    for (let first = 0; first < rows; first += ROWS_PER_WRITE) {
      const block = new Float32Array(Math.min(ROWS_PER_WRITE, rows - first) * columns);
      for (let start = 0; start < block.length; start += columns) {
        const trueClass = rng.nextInt(columns);
        fillRow(block.subarray(start, start + columns), trueClass, rng);
        const isWrong = rng.next01() < WRONG_SHARE;
        labels[first + start / columns] = isWrong ? rng.nextInt(columns) : trueClass;
      }
      await handle.writeFile(new Uint8Array(block.buffer));
    }
  } finally {
    await handle.close();
  }
  await writeFile(files.labels, encodeNpy(labels, [rows]));
  return files;
}

function fillRow(row: Float32Array, trueClass: number, rng: Rng): void {
  const lead = 2.5 + 4 * rng.next01();
  let total = 0;
  for (let column = 0; column < row.length; column++) {
    row[column] = Math.exp(3 * rng.next01() + (column === trueClass ? lead : 0));
    total += row[column]!;
  }
  for (let column = 0; column < row.length; column++) row[column]! /= total;
}
