import { cp, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { JPEG_FILES } from '../src/dataset/decode/jpeg/jpegModules';
import { ENCODER_FILES } from '../src/encoder/encoderModule';
import { KERNEL_FILES } from '../src/ml/wasmKernels/kernelModule';
import { runCommand } from './install/runCommand';
import { REPO_ROOT } from './repoPaths';

const KERNEL_SOURCES = path.join(REPO_ROOT, 'src', 'kernels');

/** What the compiled kernels depend on besides their sources: how they are compiled, and by which compiler. */
const OTHER_INPUTS = [__filename, path.join(REPO_ROOT, 'package-lock.json')];

/** Whoever runs the kernels gives them a memory, so they bring neither one of their own nor anything to put into it. */
const COMPILER_FLAGS = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub', '--use', 'abort='],
  ...['--importMemory', '--noExportMemory'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
  // Vectors pass between files of the module, not to its users.
  ...['--disableWarning', '112'],
];

/** What is WebAssembly at run time: modules of packages, copied, and our kernels, compiled unless they are up to date. */
export async function writeWasmFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    copyFrom(
      '@tensorflow/tfjs-backend-wasm',
      ['dist/tfjs-backend-wasm.wasm', 'dist/tfjs-backend-wasm-simd.wasm'],
      folder,
    ),
    copyFrom('@cwasm/jpeg-turbo', [JPEG_FILES.decoder], folder),
    ...compileVariants('index.ts', KERNEL_FILES, folder),
    ...compileVariants('encoder.ts', ENCODER_FILES, folder),
    compileKernels('shrink.ts', path.join(folder, JPEG_FILES.shrink)),
  ]);
}

async function copyFrom(packageName: string, files: readonly string[], folder: string): Promise<void> {
  const packageFile = createRequire(__filename).resolve(`${packageName}/package.json`);
  for (const file of files)
    await cp(path.join(path.dirname(packageFile), file), path.join(folder, path.basename(file)));
}

/** The first of the two files is for engines with relaxed SIMD. */
const compileVariants = (entry: string, [relaxed, plain]: readonly [string, string], folder: string) => [
  compileKernels(entry, path.join(folder, relaxed), ['--enable', 'relaxed-simd']),
  compileKernels(entry, path.join(folder, plain)),
];

async function compileKernels(
  entry: string,
  target: string,
  features: readonly string[] = [],
): Promise<void> {
  const names = await readdir(KERNEL_SOURCES);
  const sources = names.filter((name) => name.endsWith('.ts')).map((name) => path.join(KERNEL_SOURCES, name));
  const changes = await Promise.all([...sources, ...OTHER_INPUTS].map(changedMs));
  if ((await changedMs(target)) > Math.max(...changes)) return;
  // Another process may be reading, or writing, the same file.
  const unfinished = `${target}.${process.pid}.wasm`;
  await runCommand({
    purpose: `Compiling ${path.basename(target)}`,
    file: process.execPath,
    args: [
      path.join(REPO_ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
      path.join('src', 'kernels', entry),
      ...['--outFile', path.relative(REPO_ROOT, unfinished)],
      ...COMPILER_FLAGS,
      ...features,
    ],
    cwd: REPO_ROOT,
  });
  await rename(unfinished, target);
}

/** 0 for a file that is not there. */
async function changedMs(file: string): Promise<number> {
  const status = await stat(file).catch(() => undefined);
  return status?.mtimeMs ?? 0;
}
