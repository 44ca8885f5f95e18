import { stat } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { findPackage } from './backends/findPackage';
import { hasNativeLibrary, TFJS_NODE } from './backends/nativeTensorFlow';
import type { BackendName, BackendSpeeds, SpeedMemory } from './backendSpeeds';
import { whyNotLoaded } from './whyNotLoaded';
import type { FoldMessage, FoldWorkerData } from './foldProtocol';

export interface FastestBackendRequest {
  /** The built `foldWorker.js`. */
  readonly foldWorkerFile: string;
  /** What the workers of the run get, whose network and batches are measured. */
  readonly data: FoldWorkerData;
  readonly speeds: SpeedMemory;
  readonly signal: AbortSignal;
}

export interface ChosenBackend {
  readonly name: BackendName;
  readonly reason: string;
}

/**
 * The fastest backend for the network of a run, by a few training steps on each that is installed, with as many threads
 * as the run will have. Undefined where there is nothing to choose from. A backend that is installed and does not work
 * loses; the reason says why. @throws the signal's reason.
 */
export async function fastestBackend(request: FastestBackendRequest): Promise<ChosenBackend | undefined> {
  const { plan, packagesFolder } = request.data;
  const native = await findPackage(TFJS_NODE, packagesFolder);
  if (native === undefined || !(await hasNativeLibrary(native.folder))) return undefined;
  const threads = Math.min(plan.workers, plan.models);
  const { mtimeMs } = await stat(request.foldWorkerFile);
  const key = measurementKey(request.data, mtimeMs, `${TFJS_NODE} ${native.version} in ${native.folder}`);
  const known = await request.speeds.read(key);
  if (known !== undefined) return choose(known, ' earlier');
  const wasm = await measure(request, 'wasm', threads);
  const tensorflow = await measure(request, 'tensorflow', 1); // it uses all cores by itself
  // Failures are not remembered: the next run may have what this one lacked, memory for example.
  if (typeof tensorflow !== 'number')
    return { name: 'wasm', reason: `native TensorFlow cannot be used: ${tensorflow.why}` };
  if (typeof wasm !== 'number')
    return { name: 'tensorflow', reason: `the wasm backend cannot be used: ${wasm.why}` };
  await request.speeds.write(key, { wasm, tensorflow });
  return choose({ wasm, tensorflow }, '');
}

function choose(speeds: BackendSpeeds, when: string): ChosenBackend {
  // The keys are those of a typed record.
  const ranked = (Object.entries(speeds) as [BackendName, number][]).sort((a, b) => b[1] - a[1]);
  const [[name, speed], ...others] = ranked as [[BackendName, number], ...[BackendName, number][]];
  const rest = others.map(([other, slower]) => `${Math.round(slower)} on ${other}`).join(', ');
  return { name, reason: `the fastest measured${when}: ${Math.round(speed)} images/s against ${rest}` };
}

/** All that the speeds depend on. */
function measurementKey(
  { plan, classCount, threads }: FoldWorkerData,
  programTime: number,
  native: string,
): string {
  const { network, imageSize, channels, batchSize, workers, models } = plan;
  return JSON.stringify({
    processor: cpus()[0]?.model ?? process.arch,
    cores: availableParallelism(),
    node: process.versions.node,
    program: programTime,
    native,
    threads,
    network: [network, imageSize, channels, batchSize, classCount],
    workers: Math.min(workers, models),
  });
}

/** Longer than any start takes, even with the library on a slow disk. */
const MEASUREMENT_TIMEOUT_MS = 60_000;

type Measured = number | { readonly why: string };

/** The speeds of so many threads at the same time, added up. */
async function measure(
  request: FastestBackendRequest,
  backend: BackendName,
  threads: number,
): Promise<Measured> {
  const workerData: FoldWorkerData = { ...request.data, backend, measuresOnly: true };
  const workers = Array.from(
    { length: threads },
    () => new Worker(request.foldWorkerFile, { workerData, env: SHARE_ENV }),
  );
  const timeout = AbortSignal.timeout(MEASUREMENT_TIMEOUT_MS);
  try {
    const all = await Promise.all(
      workers.map((worker) => measuredBy(worker, AbortSignal.any([request.signal, timeout]))),
    );
    return all.reduce<Measured>(
      (sum, each) => (typeof sum === 'number' && typeof each === 'number' ? sum + each : each),
      0,
    );
  } catch (error) {
    request.signal.throwIfAborted();
    return { why: whyNotLoaded(error) };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function measuredBy(worker: Worker, signal: AbortSignal): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('it took too long to start'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    worker.on('message', (message: FoldMessage) => {
      if (message.type === 'measured') resolve(message.imagesPerSecond);
      if (message.type === 'refused') resolve({ why: message.why ?? message.message });
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`its thread ended with exit code ${code}`)));
  });
}
