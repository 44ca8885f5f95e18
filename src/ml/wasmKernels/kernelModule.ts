import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { createScratch, type Scratch } from '../../core/scratch';
import { WebAssembly } from '../../core/webAssembly';
import type { TensorFlow } from '../backends/tensorFlow';
import type { WasmBackend } from './kernelCall';
import type { KernelFunctions } from './kernelFunctions';
import { message } from '../../core/words/message';

/** The build writes these from `src/kernels`, the first for engines with relaxed SIMD (V8 11.4, Node 21). */
export const KERNEL_FILES = ['kernels-relaxed-simd.wasm', 'kernels-simd.wasm'] as const;

/** Our kernels, at work in tfjs-wasm's own memory: tensors are passed by address and nothing is copied. */
export interface KernelModule {
  readonly functions: KernelFunctions;
  readonly scratch: Scratch;
  readonly isRelaxed: boolean;
}

/**
 * Loads the fastest variant that this engine compiles. The wasm backend must be running.
 * @throws AppError `backend-unavailable` when the folder has none.
 */
export async function loadKernelModule(tf: TensorFlow, wasmFolder: string): Promise<KernelModule> {
  // Called with the wasm backend active; `WasmBackend` names what is used of it.
  const backend = tf.backend() as unknown as WasmBackend;
  for (const file of KERNEL_FILES) {
    const bytes = await readFile(path.join(wasmFolder, file)).catch((cause: unknown) => {
      throw new AppError('backend-unavailable', message('wasm-file-missing', { file, folder: wasmFolder }), {
        cause,
      });
    });
    if (!WebAssembly.validate(bytes)) continue;
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: backend.wasm.asm.memory } });
    return {
      // What src/kernels/index.ts exports.
      functions: instance.exports as KernelFunctions,
      scratch: createScratch({
        malloc: (byteLength) => backend.wasm._malloc(byteLength),
        free: (address) => backend.wasm._free(address),
        // Of the memory that the module allocated itself, which is not shared.
        buffer: () => backend.wasm.HEAPU8.buffer as ArrayBuffer,
      }),
      isRelaxed: file === KERNEL_FILES[0],
    };
  }
  throw new AppError('backend-unavailable', message('no-wasm-simd', { version: process.versions.node }));
}
