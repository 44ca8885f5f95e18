import { ensureOnnxRuntime } from '../install/onnxRuntime';
import { runMochaTier } from './mochaTier';
import type { TierOutcome } from './tier';

/** Encoders that are ONNX files, on both packages of ONNX Runtime. */
export async function runOnnxTier(): Promise<TierOutcome> {
  return runMochaTier('backends', {
    env: await ensureOnnxRuntime(),
    specs: ['test/backends/onnxEncoder.test.ts'],
  });
}
