import { openBackend } from '../../src/ml/backends/backend';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { WASM_FOLDER } from './wasmFolder';

/** TensorFlow.js on wasm with our kernels, opened as the product opens it; the same one for all tests. */
export async function openWasm(): Promise<TensorFlow> {
  const { tf } = await openBackend({ choice: 'wasm', wasmFolder: WASM_FOLDER });
  return tf;
}
