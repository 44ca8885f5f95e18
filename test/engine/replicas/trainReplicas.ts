import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createReplicaSeats } from '../../../src/ml/replicas/sharedReplicaGroup';
import type { ReplicaOrder, ReplicaReport, ReplicaTask } from './fixtures/replica';
import { WASM_FOLDER } from '../wasmFolder';

/** Trains a model by so many threads; what each of them reports. `workerFile` is the bundled fixture. */
export async function trainReplicas(
  workerFile: string,
  task: ReplicaTask,
  size: number,
): Promise<ReplicaReport[]> {
  const workers = createReplicaSeats(size).map((seat) => {
    const workerData: ReplicaOrder = { seat, task, wasmFolder: WASM_FOLDER };
    return new Worker(workerFile, { workerData, transferList: seat.ports });
  });
  try {
    const reports = workers.map((worker) => once(worker, 'message') as Promise<[ReplicaReport]>); // of the fixture
    return (await Promise.all(reports)).map(([report]) => report);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
