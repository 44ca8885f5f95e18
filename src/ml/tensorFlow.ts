/** What `ml/` uses of TensorFlow.js: its core library, on whatever backend `openBackend` has started. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');
