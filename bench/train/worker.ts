/** One process of `bench:train`: warms up as ordered, waits for the others, measures. */
import { AppError } from '../../src/core/appError';
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { openBackend } from '../../src/ml/backend';
import { createTrainingRun } from './trainingRun';
import type { WorkerMessage, WorkerOrder } from './workerProtocol';

const post = (message: WorkerMessage) => process.send?.(message);

async function serve({ backend, wasmFolder, workload, runs, secondsPerRun }: WorkerOrder): Promise<void> {
  try {
    const packagesFolder = process.env[PACKAGES_VARIABLE];
    const { tf } = await openBackend({ choice: backend, wasmFolder, packagesFolder });
    const training = createTrainingRun(tf, workload);
    training.measure(secondsPerRun);
    process.once('message', () => {
      post({
        type: 'measured',
        speeds: Array.from({ length: runs }, () => training.measure(secondsPerRun)),
      });
      process.disconnect();
    });
    post({ type: 'ready' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    post({ type: 'unavailable', reason: error.message });
    process.disconnect();
  }
}

process.once('message', (order: WorkerOrder) => void serve(order));
