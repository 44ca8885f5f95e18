import path from 'node:path';
import { openBackend } from '../../../src/ml/backend';
import type { TensorFlow } from '../../../src/ml/tensorFlow';

/** Where the package keeps its `.wasm` files, which the build copies beside the bundles. */
export const WASM_FOLDER = path.resolve(
  __dirname,
  '../../../node_modules/@tensorflow/tfjs-backend-wasm/dist',
);

/** TensorFlow.js on wasm with our kernels, opened as the product opens it; the same one for all tests. */
export async function openWasm(): Promise<TensorFlow> {
  const { tf } = await openBackend({ choice: 'wasm', wasmFolder: WASM_FOLDER });
  return tf;
}
