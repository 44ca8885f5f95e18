import assert from 'node:assert/strict';
import v8 from 'node:v8';
import { loadVariant, type CreateInstance, type ENCODER_FILES } from '../../../src/encoder/encoderModule';
import { WASM_FOLDER } from '../wasmFolder';

/** Either variant, also on Node 20, where relaxed SIMD waits behind a flag. */
export async function loadForTest(file: (typeof ENCODER_FILES)[number]): Promise<CreateInstance> {
  if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  const create = await loadVariant(WASM_FOLDER, file);
  assert.ok(create, `${file} does not compile`);
  return create;
}
