import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import type { RunSummary } from '../../core/run/run';
import { discover } from '../../dataset/discover';
import type { WalkProgress } from '../../dataset/walk';
import type { StoreLocation } from '../../store/location';
import { unpackTo } from '../../store/unpackFolder';

/**
 * The images and labels of a dataset as they are now, found in the way in which a run has found them.
 * @throws AppError as `discover`, e.g. when the label file is gone.
 */
export async function* discoverAgain(
  location: StoreLocation,
  { labelSource }: RunSummary,
  signal: AbortSignal,
): AsyncGenerator<WalkProgress, DatasetIndex> {
  const { root } = location;
  const labels: LabelsRequest | undefined =
    labelSource.kind === 'csv'
      ? { ...labelSource, file: await findLabelFile(root, labelSource.file) }
      : undefined;
  const format =
    labelSource.kind === 'annotations'
      ? labelSource.format
      : labelSource.kind === 'folders'
        ? 'folders'
        : undefined;
  return yield* discover({ root, labels, format, signal, unpackTo: unpackTo(location) });
}

/** The file of labels or, where the dataset has been moved with it, the one that has the same place in the dataset. */
async function findLabelFile(root: string, file: string): Promise<string> {
  const parts = file.split(/[\\/]/u);
  const candidates = [file, ...parts.map((_, at) => path.join(root, ...parts.slice(at + 1)))];
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => undefined); // not there
    if (found?.isFile() === true) return candidate;
  }
  return file;
}
