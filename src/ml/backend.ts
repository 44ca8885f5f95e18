/** The only file that names TensorFlow packages; everything else takes the loaded library as a parameter. */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
// tfjs-core's main file knows no gradients. They work on its global engine even where, unbundled, these files are a
// second copy of the library; as modules in a CommonJS package, Node itself could not import them dynamically.
import * as ops from '@tensorflow/tfjs-core/dist/ops/ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setOpHandler } from '@tensorflow/tfjs-core/dist/tensor';
import { AppError } from '../core/appError';
import type { BackendChoice, BackendInfo } from '../core/trainingPlan';
import { registerReluGradient } from './reluGradient';
import type { TensorFlow } from './tensorFlow';
import { loadKernelModule } from './wasmKernels/kernelModule';
import { registerWasmKernels } from './wasmKernels/registerWasmKernels';

export interface BackendRequest {
  readonly choice: BackendChoice;
  /** The folder with the `.wasm` files of tfjs-backend-wasm and of our kernels. */
  readonly wasmFolder: string;
}

export interface Backend {
  readonly tf: TensorFlow;
  readonly info: BackendInfo;
}

/**
 * Loads TensorFlow.js with the backend chosen, ready to run: native TensorFlow where it works, else WebAssembly.
 * @throws AppError `backend-unavailable` when the one asked for cannot be had.
 */
export async function openBackend({ choice, wasmFolder }: BackendRequest): Promise<Backend> {
  if (choice === 'webgpu')
    throw new AppError(
      'backend-unavailable',
      'The webgpu backend is not available in this version; choose auto, tensorflow or wasm.',
    );
  if (choice === 'wasm') return openWasm(wasmFolder, 'chosen in the settings');
  try {
    const tf = await openTensorFlow();
    const reason = choice === 'auto' ? 'the fastest one that is installed' : 'chosen in the settings';
    return { tf, info: { name: 'tensorflow', reason } };
  } catch (error) {
    const why = whyNotLoaded(error);
    if (choice === 'tensorflow')
      throw new AppError(
        'backend-unavailable',
        `The tensorflow backend cannot be loaded (${why}); install @tensorflow/tfjs-node for Node ${process.versions.node}, or choose auto or wasm.`,
        { cause: error },
      );
    return openWasm(wasmFolder, `native TensorFlow cannot be used: ${why}`);
  }
}

/** Imported through a constant: where this optional package is not installed, its types are missing too. */
const TFJS_NODE = '@tensorflow/tfjs-node';

async function openTensorFlow(): Promise<TensorFlow> {
  await checkNativeLibrary();
  await restoreRemovedNodeApi();
  const tf = (await import(TFJS_NODE)) as TensorFlow; // tfjs-core and more; the probe below tries it
  await tf.ready();
  const probe = tf.tidy(() => tf.sum(tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]))));
  const [total] = await probe.data();
  probe.dispose();
  if (total !== 8) throw new Error(`a 2×2 matrix product gave ${String(total)} instead of 8`);
  return tf;
}

/** Importing tfjs-node without its native library loads a second tfjs, prints, and only then fails: so look first. */
async function checkNativeLibrary(): Promise<void> {
  let packageFile: string;
  try {
    packageFile = createRequire(__filename).resolve('@tensorflow/tfjs-node/package.json');
  } catch {
    // Optional, so absent where its library could not be downloaded.
    throw new Error('@tensorflow/tfjs-node is not installed');
  }
  const library = path.join(path.dirname(packageFile), 'lib');
  const files = await readdir(library, { recursive: true }).catch(() => []);
  if (!files.some((file) => path.basename(file) === 'tfjs_binding.node'))
    throw new Error('@tensorflow/tfjs-node is installed without its native library');
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed. */
async function restoreRemovedNodeApi(): Promise<void> {
  const { default: util } = await import('node:util');
  if ('isNullOrUndefined' in util) return;
  Object.defineProperty(util, 'isNullOrUndefined', {
    value: (value: unknown) => value === null || value === undefined,
    configurable: true,
    writable: true,
  });
}

/** The first line of a loader's error, without its final stop. */
function whyNotLoaded(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}

async function openWasm(wasmFolder: string, reason: string): Promise<Backend> {
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.getBackend() !== 'wasm') {
    setWasmPaths(wasmFolder + path.sep);
    const isStarted = await withoutNewProcessListeners(() => tf.setBackend('wasm'));
    if (!isStarted)
      throw new AppError(
        'backend-unavailable',
        `The wasm backend cannot start with the files in ${wasmFolder}; reinstall Label Review.`,
      );
    setOpHandler(ops);
    registerWasmKernels(tf, await loadKernelModule(tf, wasmFolder));
    registerReluGradient(tf);
  }
  return { tf, info: { name: 'wasm', reason } };
}

/**
 * Emscripten's start-up code handles the process's uncaught errors by throwing them again, which hides where they came
 * from and would turn a rejected promise of ours into a crash; its handlers are taken off again.
 */
async function withoutNewProcessListeners<T>(work: () => Promise<T>): Promise<T> {
  const exceptionListeners = new Set(process.listeners('uncaughtException'));
  const rejectionListeners = new Set(process.listeners('unhandledRejection'));
  try {
    return await work();
  } finally {
    for (const listener of process.listeners('uncaughtException'))
      if (!exceptionListeners.has(listener)) process.off('uncaughtException', listener);
    for (const listener of process.listeners('unhandledRejection'))
      if (!rejectionListeners.has(listener)) process.off('unhandledRejection', listener);
  }
}
