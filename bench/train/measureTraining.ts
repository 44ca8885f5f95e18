import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ScriptError } from '../../scripts/scriptError';
import type { Speed } from './trainingRun';
import { GO, type WorkerMessage, type WorkerOrder } from './workerProtocol';

export type Measured =
  | { readonly kind: 'measured'; readonly speeds: readonly Speed[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Trains in that many processes at the same time. A run's speed is the sum over them. */
export async function measureTraining(order: WorkerOrder, processes: number): Promise<Measured> {
  const workers = Array.from({ length: processes }, () => fork(path.join(__dirname, 'worker.ts')));
  try {
    const ready = workers.map((worker) => nextMessage(worker));
    for (const worker of workers) worker.send(order);
    const unavailable = (await Promise.all(ready)).find((message) => message.type === 'unavailable');
    if (unavailable !== undefined) return { kind: 'unavailable', reason: unavailable.reason };
    const results = workers.map((worker) => nextMessage(worker));
    for (const worker of workers) worker.send(GO);
    const speeds = (await Promise.all(results)).map((message) =>
      message.type === 'measured' ? message.speeds : [],
    );
    return {
      kind: 'measured',
      speeds: Array.from({ length: order.runs }, (_run, i) => ({
        perSecond: sum(speeds.map((ofWorker) => ofWorker[i]!.perSecond)),
        perCpuSecond: sum(speeds.map((ofWorker) => ofWorker[i]!.perCpuSecond)) / processes,
      })),
    };
  } finally {
    for (const worker of workers) worker.kill();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function nextMessage(worker: ChildProcess): Promise<WorkerMessage> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const message = once(worker, 'message', { signal }) as Promise<[WorkerMessage]>; // see workerProtocol.ts
    const end = once(worker, 'exit', { signal }).then(() => {
      throw new ScriptError('A training process ended early; see above.');
    });
    return (await Promise.race([message, end]))[0];
  } finally {
    settled.abort();
  }
}
