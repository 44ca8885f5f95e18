import { processTree } from '../../bench/processes/processTree';
import type { AnalyzeOutcome } from '../../src/core/run/analyzeRequest';
import type { ScanOptions } from '../../src/core/run/scanOptions';
import { RunController } from '../../src/host/runs/runController';
import { startTrainer } from '../../src/worker/client/client';
import { TRAINER_FILE } from './programs';

/** The network alone, and little of it. */
const OPTIONS: ScanOptions = {
  preset: 'fast',
  encoder: 'none',
  backend: 'wasm',
  epochs: 1,
  folds: 2,
  imageSize: 8,
  workers: 1,
  seed: 0,
};

/** What a window of VS Code has to search with: the extension's own controller, which starts a trainer process for each run. */
export function createController(): RunController {
  return new RunController({
    startTrainer: (_backend, onProgress) =>
      startTrainer({ trainerFile: TRAINER_FILE, log: () => undefined, onProgress }),
    fallbackStore: '/nowhere',
    nowMs: () => performance.now(),
  });
}

/** Searches as the command does when labels are the names of folders. */
export const searchIn = (
  controller: RunController,
  root: string,
  options: Partial<ScanOptions> = {},
): Promise<AnalyzeOutcome> =>
  controller.run({ root, chooseLabels: {}, options: { ...OPTIONS, ...options }, filterBy: 'both' });

/** What a trainer process calls itself once it runs. */
const TRAINER_TITLE = 'label-review-trainer';

/** The trainer processes of this one. Linux only. */
export async function trainerPids(): Promise<readonly number[]> {
  const processes = await processTree(process.pid);
  return processes
    .filter(({ commandLine }) => [TRAINER_FILE, TRAINER_TITLE].some((name) => commandLine.includes(name)))
    .map(({ pid }) => pid);
}
