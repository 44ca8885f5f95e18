import { stat } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { FoundPackage } from './backends/findPackage';
import { findNativeTensorFlow } from './backends/nativeTensorFlow';
import { findDawn } from './backends/findDawn';
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

/** A backend that is installed on request. */
export interface InstallableBackend {
  readonly name: BackendName;
  /** For the user. */
  readonly title: string;
  /** Undefined where it is not installed. */
  readonly find: (packagesFolder?: string) => Promise<Pick<FoundPackage, 'folder' | 'version'> | undefined>;
}

const INSTALLABLE_BACKENDS: readonly InstallableBackend[] = [
  { name: 'tensorflow', title: 'native TensorFlow', find: findNativeTensorFlow },
  { name: 'webgpu', title: 'WebGPU', find: findDawn },
];

/**
 * The fastest backend for the network of a run, by a few training steps on each that is installed, with as many threads
 * as the run will have. A backend that is installed and does not work loses; the reason says why. @throws the signal's
 * reason.
 */
export async function fastestBackend(
  request: FastestBackendRequest,
  optional = INSTALLABLE_BACKENDS,
): Promise<ChosenBackend> {
  const { data } = request;
  const found = await Promise.all(optional.map(({ find }) => find(data.packagesFolder)));
  const installed = optional.filter((_, i) => found[i] !== undefined);
  if (installed.length === 0) return { name: 'wasm', reason: 'no other backend is installed' };
  const { mtimeMs } = await stat(request.foldWorkerFile);
  const packages = found.map((each) => each && `${each.version} in ${each.folder}`);
  const key = measurementKey(data, { programTime: mtimeMs, packages });
  const known = (await request.speeds.read(key)) ?? {};
  const { speeds, failures } = await measureAll(request, installed, known);
  // Failures are not remembered: the next run may have what this one lacked, memory for example.
  await request.speeds.write(key, speeds);
  return choose(speeds, { failures, when: known.wasm === undefined ? '' : ' earlier' });
}

interface Measurements {
  readonly speeds: BackendSpeeds;
  /** Of those that do not work, why. */
  readonly failures: readonly string[];
}

/** What is not known yet; wasm last, which need not be measured where there is nothing to compare it with. */
async function measureAll(
  request: FastestBackendRequest,
  installed: readonly InstallableBackend[],
  known: BackendSpeeds,
): Promise<Measurements> {
  const { workers, models } = request.data.plan;
  const speeds: Partial<Record<BackendName, number>> = { ...known };
  const failures: string[] = [];
  const measureUnknown = async (name: BackendName, title: string, threads: number): Promise<void> => {
    if (speeds[name] !== undefined) return;
    const measured = await measure(request, name, threads);
    if (typeof measured === 'number') speeds[name] = measured;
    else failures.push(`${title} cannot be used: ${measured.why}`);
  };
  // One thread: each of them uses all of its device by itself.
  for (const { name, title } of installed) await measureUnknown(name, title, 1);
  if (Object.keys(speeds).length > 0)
    await measureUnknown('wasm', 'the wasm backend', Math.min(workers, models));
  return { speeds, failures };
}

function choose(
  speeds: BackendSpeeds,
  { failures, when }: { readonly failures: readonly string[]; readonly when: string },
): ChosenBackend {
  // The keys are those of a typed record.
  const ranked = (Object.entries(speeds) as [BackendName, number][]).sort((a, b) => b[1] - a[1]);
  const [[name, speed] = ['wasm', 0] as const, ...others] = ranked;
  const rest = others.map(([other, slower]) => `${Math.round(slower)} on ${other}`).join(', ');
  const measured = `the fastest measured${when}: ${Math.round(speed)} images/s against ${rest}`;
  return { name, reason: [...(rest === '' ? [] : [measured]), ...failures].join('; ') };
}

/** All that the speeds depend on. */
function measurementKey(
  { plan, classCount, threads }: FoldWorkerData,
  {
    programTime,
    packages,
  }: { readonly programTime: number; readonly packages: readonly (string | undefined)[] },
): string {
  const { network, imageSize, channels, batchSize, workers, models } = plan;
  return JSON.stringify({
    processor: cpus()[0]?.model ?? process.arch,
    cores: availableParallelism(),
    node: process.versions.node,
    program: programTime,
    packages,
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
