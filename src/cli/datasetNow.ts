import { AppError } from '../core/appError';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { LabelsRequest } from '../core/run/analyzeRequest';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { discover } from '../dataset/discover';
import type { CommandIo } from './commandIo';
import { createProgressLine } from './progressLine';

/**
 * The images and labels of a dataset as they are now, which may be newer than a run. Undefined where that cannot be told, as
 * when the label file has been moved since.
 */
export async function findDatasetNow(
  root: string,
  { labelSource }: RunSummary,
  io: CommandIo,
): Promise<DatasetIndex | undefined> {
  const line = createProgressLine(io);
  const labels: LabelsRequest | undefined = labelSource.kind === 'csv' ? labelSource : undefined;
  try {
    const finding = discover({ root, labels, signal: io.signal });
    return await runSteps(finding, (progress) => {
      if (io.isTerminal) line.show(progress);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined; // Whoever searches next is told.
  } finally {
    line.end();
  }
}
