import path from 'node:path';
import { AppError } from '../../core/appError';
import type { TensorFlow } from './tensorFlow';
import { loadKernelModule } from '../wasmKernels/kernelModule';
import { registerWasmKernels } from '../wasmKernels/registerWasmKernels';
import { loadTfjsCore } from './tfjsCore';
import { message } from '../../core/words/message';

/** The WebAssembly backend with our kernels; the folder holds both. @throws AppError `backend-unavailable`. */
export async function startWasm(wasmFolder: string): Promise<TensorFlow> {
  const tf = await loadTfjsCore();
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.getBackend() === 'wasm') return tf;
  setWasmPaths(wasmFolder + path.sep);
  const isStarted = await withoutNewProcessListeners(() => tf.setBackend('wasm'));
  if (!isStarted)
    throw new AppError('backend-unavailable', message('wasm-files-unusable', { folder: wasmFolder }));
  registerWasmKernels(tf, await loadKernelModule(tf, wasmFolder));
  return tf;
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
