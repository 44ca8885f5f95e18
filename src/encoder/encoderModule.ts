import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';
import { WebAssembly } from '../core/webAssembly';
import { message } from '../core/words/message';

/** The build writes these from `src/kernels/encoder.ts`, the first for engines with relaxed SIMD (V8 11.4, Node 21). */
export const ENCODER_FILES = ['encoder-relaxed-simd.wasm', 'encoder-simd.wasm'] as const;

/** The functions of `src/kernels/encoder.ts`, described there. Addresses are in bytes. */
export interface EncoderKernels {
  normalizeImage(bytes: number, size: number, image: number, rowBytes: number): void;
  runSteps(steps: number, count: number): void;
  meanPixels(planes: number, pixels: number, blocks: number, means: number): void;
}

/** Kernels and the memory they work in. */
export interface EncoderInstance {
  readonly kernels: EncoderKernels;
  readonly memory: ArrayBuffer;
}

/** Makes instances, each with a memory of its own, all zeros. */
export type CreateInstance = (bytes: number) => EncoderInstance;

/**
 * Loads the fastest variant that this engine compiles.
 * @throws AppError `encoder-unusable` when there is none, or its file is missing.
 */
export async function loadEncoderModule(wasmFolder: string): Promise<CreateInstance> {
  for (const name of ENCODER_FILES) {
    const create = await loadVariant(wasmFolder, name);
    if (create !== undefined) return create;
  }
  throw new AppError('encoder-unusable', message('encoder-no-wasm-simd', { version: process.versions.node }));
}

/** Undefined where the engine does not compile this variant. @throws AppError `encoder-unusable` */
export async function loadVariant(
  wasmFolder: string,
  name: (typeof ENCODER_FILES)[number],
): Promise<CreateInstance | undefined> {
  const file = path.join(wasmFolder, name);
  const bytes = await readFile(file).catch((cause: unknown) => {
    const code = systemErrorCode(cause) ?? '';
    throw new AppError('encoder-unusable', message('encoder-file-missing', { file, code }), { cause });
  });
  if (!WebAssembly.validate(bytes)) return undefined;
  const module = new WebAssembly.Module(bytes);
  return (needed) => {
    const pages = Math.ceil(needed / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    // What src/kernels/encoder.ts exports.
    const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as EncoderKernels;
    return { kernels, memory: memory.buffer };
  };
}

const PAGE_BYTES = 65_536;
