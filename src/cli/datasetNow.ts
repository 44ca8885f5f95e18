import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { LabelsRequest } from '../core/run/analyzeRequest';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { discover } from '../dataset/discover';
import type { CommandIo } from './commandIo';
import { createProgressLine } from './progressLine';

/**
 * The images and labels of a dataset as they are now, which may be newer than a run. Undefined, after a warning, where that
 * cannot be told, as when the label file is gone.
 */
export async function findDatasetNow(
  root: string,
  { labelSource }: RunSummary,
  io: CommandIo,
): Promise<DatasetIndex | undefined> {
  const line = createProgressLine(io);
  try {
    const labels: LabelsRequest | undefined =
      labelSource.kind === 'csv'
        ? { ...labelSource, file: await findLabelFile(root, labelSource.file) }
        : undefined;
    const finding = discover({ root, labels, signal: io.signal });
    return await runSteps(finding, (progress) => {
      if (io.isTerminal) line.show(progress);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    line.end();
    io.writeError(
      `Warning: Exported are the labels as they were when they were searched, for they cannot be read now. ${error.message}\n`,
    );
    return undefined;
  } finally {
    line.end();
  }
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
