import { stat } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { FoundPackage } from '../../files/findPackage';
import { findNativeTensorFlow } from './nativeTensorFlow';
import { findDawn } from './findDawn';
import type { BackendName, BackendSpeeds, SpeedMemory } from './backendSpeeds';
import { whyNotLoaded } from './whyNotLoaded';
import type { FoldMessage, FoldWorkerData } from '../train/foldProtocol';
import { message, type Message } from '../../core/words/message';
import { ONE_THREAD, replicaSpeedup, type ThreadLayout } from '../plan/threadLayout';

export interface FastestBackendRequest {
  /** The built `foldWorker.js`. */
  readonly foldWorkerFile: string;
  /** What the workers of the run get, whose network and batches are measured. */
  readonly data: FoldWorkerData;
  /** Of the threads on the wasm backend; the others use all of their device by themselves. */
  readonly wasmLayout: ThreadLayout;
  readonly speeds: SpeedMemory;
  readonly signal: AbortSignal;
}

export interface ChosenBackend {
  readonly name: BackendName;
  readonly reason: Message;
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
  const { data, wasmLayout } = request;
  const found = await Promise.all(optional.map(({ find }) => find(data.packagesFolder)));
  const installed = optional.filter((_, i) => found[i] !== undefined);
  if (installed.length === 0) return { name: 'wasm', reason: message('backend-alone') };
  const { mtimeMs } = await stat(request.foldWorkerFile);
  const packages = found.map((each) => each && `${each.version} in ${each.folder}`);
  const key = measurementKey(data, { programTime: mtimeMs, packages, wasmLayout });
  const known = (await request.speeds.read(key)) ?? {};
  const { speeds, failures } = await measureAll(request, installed, known);
  // Failures are not remembered: the next run may have what this one lacked, memory for example.
  await request.speeds.write(key, speeds);
  return choose(speeds, failures, { measuredEarlier: known.wasm !== undefined });
}

interface Measurements {
  readonly speeds: BackendSpeeds;
  /** Of those that do not work, why. */
  readonly failures: readonly Message[];
}

/** What is not known yet; wasm last, which need not be measured where there is nothing to compare it with. */
async function measureAll(
  request: FastestBackendRequest,
  installed: readonly InstallableBackend[],
  known: BackendSpeeds,
): Promise<Measurements> {
  const speeds: Partial<Record<BackendName, number>> = { ...known };
  const failures: Message[] = [];
  const measureUnknown = async (
    name: BackendName,
    backend: string | Message,
    layout: ThreadLayout,
  ): Promise<void> => {
    if (speeds[name] !== undefined) return;
    const measured = await measure(request, name, layout);
    if (typeof measured === 'number') speeds[name] = measured;
    else failures.push(message('backend-fails', { backend, why: measured.why }));
  };
  for (const { name, title } of installed) await measureUnknown(name, title, ONE_THREAD);
  if (Object.keys(speeds).length > 0)
    await measureUnknown('wasm', message('backend-wasm'), request.wasmLayout);
  return { speeds, failures };
}

function choose(
  speeds: BackendSpeeds,
  failures: readonly Message[],
  { measuredEarlier }: { readonly measuredEarlier: boolean },
): ChosenBackend {
  // The keys are those of a typed record.
  const ranked = (Object.entries(speeds) as [BackendName, number][]).sort((a, b) => b[1] - a[1]);
  const [[name, speed] = ['wasm', 0] as const, ...slower] = ranked;
  const others = join(
    slower.map(([backend, its]) => message('backend-speed', { speed: Math.round(its), backend })),
    (speeds, next) => message('backend-speeds', { speeds, next }),
  );
  const compared = others && { speed: Math.round(speed), others };
  const measured =
    compared && message(measuredEarlier ? 'backend-fastest-earlier' : 'backend-fastest', compared);
  const reason = join([...(measured ? [measured] : []), ...failures], (reasons, next) =>
    message('backend-reasons', { reasons, next }),
  );
  return { name, reason: reason ?? message('backend-alone') };
}

/** One message of several; undefined of none. */
const join = (messages: readonly Message[], two: (before: Message, next: Message) => Message) =>
  messages.length === 0 ? undefined : messages.reduce(two);

/** All that the speeds depend on. */
function measurementKey(
  { plan, classCount, threads }: FoldWorkerData,
  {
    programTime,
    packages,
    wasmLayout,
  }: {
    readonly programTime: number;
    readonly packages: readonly (string | undefined)[];
    readonly wasmLayout: ThreadLayout;
  },
): string {
  const { network, imageSize, channels, batchSize } = plan;
  return JSON.stringify({
    processor: cpus()[0]?.model ?? process.arch,
    cores: availableParallelism(),
    node: process.versions.node,
    program: programTime,
    packages,
    threads,
    network: [network, imageSize, channels, batchSize, classCount],
    wasmLayout,
  });
}

/** Longer than any start takes, even with the library on a slow disk. */
const MEASUREMENT_TIMEOUT_MS = 60_000;

type Measured = number | { readonly why: Message | string };

/** The speeds of so many threads at the same time, added up; those of one model also wait for each other. */
async function measure(
  request: FastestBackendRequest,
  backend: BackendName,
  { models, replicas }: ThreadLayout,
): Promise<Measured> {
  const workerData: FoldWorkerData = { ...request.data, backend, measuresOnly: true };
  const efficiency = replicaSpeedup(replicas, request.data.plan.batchSize) / replicas;
  const workers = Array.from(
    { length: models * replicas },
    () => new Worker(request.foldWorkerFile, { workerData, env: SHARE_ENV }),
  );
  const timeout = AbortSignal.timeout(MEASUREMENT_TIMEOUT_MS);
  try {
    const all = await Promise.all(
      workers.map((worker) => measuredBy(worker, AbortSignal.any([request.signal, timeout]))),
    );
    return all.reduce<Measured>(
      (sum, each) => (typeof sum === 'number' && typeof each === 'number' ? sum + each * efficiency : each),
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
    worker.on('message', (said: FoldMessage) => {
      if (said.type === 'measured') resolve(said.imagesPerSecond);
      if (said.type === 'refused') resolve({ why: said.why });
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`its thread ended with exit code ${code}`)));
  });
}
