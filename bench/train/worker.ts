/** One process of `bench:train`: warms up as ordered, waits for the others, measures. */
import { once } from 'node:events';
import { AppError } from '../../src/core/appError';
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { openBackend } from '../../src/ml/backends/backend';
import { createTrainingRun, type Speed } from './trainingRun';
import type { WorkerMessage, WorkerOrder } from './workerProtocol';

const post = (message: WorkerMessage) => process.send?.(message);

async function serve(order: WorkerOrder): Promise<void> {
  const { backend, wasmFolder, allowsSoftware, workload, runs, secondsPerRun } = order;
  try {
    const packagesFolder = process.env[PACKAGES_VARIABLE];
    const { tf } = await openBackend({
      choice: backend,
      wasmFolder,
      packagesFolder,
      allowsSoftware,
    });
    const training = createTrainingRun(tf, workload);
    await training.measure(secondsPerRun);
    post({ type: 'ready' });
    await once(process, 'message');
    const speeds: Speed[] = [];
    for (let run = 0; run < runs; run++) speeds.push(await training.measure(secondsPerRun));
    post({ type: 'measured', speeds });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    post({ type: 'unavailable', reason: error.message });
  } finally {
    process.disconnect();
  }
}

process.once('message', (order: WorkerOrder) => void serve(order));
