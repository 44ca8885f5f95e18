/** One of the threads of `bench:replicas`: trains, and says how long each step took and what it predicts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PixelSource } from '../../src/core/dataset/dataset';
import { openBackend } from '../../src/ml/backends/backend';
import type { FoldTask } from '../../src/ml/train/foldTask';
import { joinReplicaGroup, type ReplicaSeat } from '../../src/ml/replicas/sharedReplicaGroup';
import { trainFold } from '../../src/ml/train/trainFold';
import { openPixels } from '../../src/files/pixels/openPixels';

/** A task whose images can be sent. */
export interface ReplicaTask extends Omit<FoldTask, 'images'> {
  readonly images: PixelSource;
}

export interface ReplicaOrder {
  readonly wasmFolder: string;
  readonly task: ReplicaTask;
  /** Absent: it trains by itself. */
  readonly seat?: ReplicaSeat | undefined;
}

export interface ReplicaReport {
  /** Of the steps of training, in milliseconds. */
  readonly stepsMs: readonly number[];
  /** Of the same, what this thread has computed. */
  readonly cpuMs: readonly number[];
  readonly predProbs: Float32Array;
}

/** Of Node 24; the types are those of Node 20, which the product runs on. */
interface ThreadClock {
  threadCpuUsage(before?: NodeJS.CpuUsage): NodeJS.CpuUsage;
}
const clock = process as typeof process & ThreadClock;

async function train({ wasmFolder, task, seat }: ReplicaOrder): Promise<ReplicaReport> {
  const { tf } = await openBackend({ choice: 'wasm', wasmFolder });
  const [stepsMs, cpuMs]: [number[], number[]] = [[], []];
  let lastMs = performance.now();
  let lastCpu = clock.threadCpuUsage();
  const onProgress = ({ images }: { readonly images: number }) => {
    const nowMs = performance.now();
    const { user, system } = clock.threadCpuUsage(lastCpu);
    // What is predicted at once is more.
    if (images <= task.plan.batchSize) {
      stepsMs.push(nowMs - lastMs);
      cpuMs.push((user + system) / 1000);
    }
    lastMs = nowMs;
    lastCpu = clock.threadCpuUsage();
  };
  const group = seat && joinReplicaGroup(seat);
  const { predProbs } = await trainFold(
    tf,
    { ...task, images: openPixels(task.images), group },
    { signal: new AbortController().signal, onProgress },
  );
  return { stepsMs, cpuMs, predProbs };
}

void train(workerData as ReplicaOrder).then((report) => parentPort?.postMessage(report)); // sent by bench:replicas
