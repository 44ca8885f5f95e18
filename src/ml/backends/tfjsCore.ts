// tfjs-core's main file knows no gradients. They work on its global engine even where, unbundled, these files are a
// second copy of the library; as modules in a CommonJS package, Node itself could not import them dynamically.
import * as ops from '@tensorflow/tfjs-core/dist/ops/ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setOpHandler } from '@tensorflow/tfjs-core/dist/tensor';
import { registerReluGradient } from '../network/reluGradient';
import type { TensorFlow } from './tensorFlow';

/** The library without a backend, with all it needs for training. */
export async function loadTfjsCore(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  setOpHandler(ops);
  registerReluGradient(tf);
  return tf;
}
