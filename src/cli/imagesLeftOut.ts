import { AppError } from '../core/appError';
import type { LabelsRequest } from '../core/run/analyzeRequest';
import type { RunSummary } from '../core/run/run';
import { runSteps } from '../core/steps';
import { discover } from '../dataset/discover';
import type { CommandIo } from './commandIo';
import { createProgressLine } from './progressLine';

/**
 * The labelled images of a dataset that a run knows nothing of, for it is older than they are. None where that cannot be
 * told, as when the label file has been moved since.
 */
export async function imagesLeftOut(
  { root, known }: { readonly root: string; readonly known: Iterable<string> },
  { labelSource }: RunSummary,
  io: CommandIo,
): Promise<readonly string[]> {
  const line = createProgressLine(io);
  const labels: LabelsRequest | undefined = labelSource.kind === 'csv' ? labelSource : undefined;
  try {
    const finding = discover({ root, labels, signal: io.signal });
    const { paths } = await runSteps(finding, (progress) => {
      if (io.isTerminal) line.show(progress);
    });
    const isKnown = new Set(known);
    return paths.filter((image) => !isKnown.has(image));
  } catch (error) {
    if (!(error instanceof AppError) && !io.signal.aborted) throw error;
    return []; // Whoever searches next is told.
  } finally {
    line.end();
  }
}
