import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createReplicaSeats } from '../../src/ml/replicas/sharedReplicaGroup';
import type { ReplicaOrder, ReplicaReport, ReplicaTask } from './replica';

/** Trains one model by so many threads of the bundled `replica.ts`; what the first of them reports. */
export async function measureReplicas(
  order: { readonly workerFile: string; readonly wasmFolder: string; readonly task: ReplicaTask },
  threads: number,
): Promise<ReplicaReport> {
  const { workerFile, wasmFolder, task } = order;
  const seats = threads === 1 ? [undefined] : createReplicaSeats(threads);
  const workers = seats.map((seat) => {
    const workerData: ReplicaOrder = { wasmFolder, task, seat };
    return new Worker(workerFile, { workerData, transferList: seat?.ports ?? [] });
  });
  try {
    const reports = workers.map((worker) => once(worker, 'message') as Promise<[ReplicaReport]>); // see replica.ts
    const [[leader]] = (await Promise.all(reports)) as [[ReplicaReport]]; // one at least
    return leader;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
