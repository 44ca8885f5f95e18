import path from 'node:path';
import { OUT_DIR } from '../../scripts/repoPaths';
import { writeWasmFiles } from '../../scripts/wasmFiles';

/** The files that the build writes beside the bundles, for tests that run without a build. */
export const WASM_FOLDER = path.join(OUT_DIR, 'wasm');

/** Mocha runs this before the tests; it takes seconds after a change of the kernels, and nothing otherwise. */
export async function mochaGlobalSetup(): Promise<void> {
  await writeWasmFiles(WASM_FOLDER);
}
