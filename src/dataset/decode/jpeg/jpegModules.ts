import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WebAssembly } from '../../../core/webAssembly';

/** The build puts both beside the bundles: libjpeg-turbo from a package, and our own `src/kernels/shrink.ts`, compiled. */
export const JPEG_FILES = { decoder: 'jpeg-turbo.wasm', shrink: 'shrink-simd.wasm' } as const;

/** What is used of libjpeg-turbo's TurboJPEG API, version 2. */
export interface TurboJpeg {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (byteLength: number) => number;
  readonly free: (address: number) => void;
  tjInitDecompress(): number;
  tjDestroy(handle: number): number;
  /** 0, or -1 after any error or warning. Chooses the largest scale, in eighths, whose result fits. */
  tjDecompress2(
    handle: number,
    source: number,
    sourceBytes: number,
    target: number,
    width: number,
    pitch: number,
    height: number,
    pixelFormat: number,
    flags: number,
  ): number;
}

type Axis = readonly [starts: number, weights: number, taps: number, count: number];

/** The functions of `src/kernels/shrink.ts`, described there. */
interface ShrinkKernels {
  shrinkRows(pixels: number, lines: number, width: number, ...axis: [...Axis, result: number]): void;
  shrinkColumns(pixels: number, width: number, ...axis: [...Axis, result: number]): void;
}

export type JpegInstance = TurboJpeg & ShrinkKernels;

/** Makes instances, each with a memory of its own; undefined on a processor without WebAssembly SIMD. @throws the system's error */
export function loadJpegModules(folder: string): (() => JpegInstance) | undefined {
  const shrinkBytes = readFileSync(path.join(folder, JPEG_FILES.shrink));
  if (!WebAssembly.validate(shrinkBytes)) return undefined;
  const decoder = new WebAssembly.Module(readFileSync(path.join(folder, JPEG_FILES.decoder)));
  const shrink = new WebAssembly.Module(shrinkBytes);
  return () => {
    // What the package's module and src/kernels/shrink.ts export.
    const turbo = new WebAssembly.Instance(decoder, SYSTEM).exports as TurboJpeg;
    const kernels = new WebAssembly.Instance(shrink, { env: { memory: turbo.memory } })
      .exports as ShrinkKernels;
    return { ...turbo, ...kernels };
  };
}

const refuse = () => {
  throw new Error('libjpeg-turbo gave up');
};

/** What libjpeg-turbo asks of a system: to leave by `longjmp` after an error, and, in parts not used here, files. */
const SYSTEM = {
  env: { setjmp: () => 0, longjmp: refuse },
  wasi_snapshot_preview1: {
    environ_sizes_get: () => 0,
    environ_get: refuse,
    proc_exit: refuse,
    fd_close: refuse,
    fd_seek: refuse,
    fd_write: refuse,
  },
};
