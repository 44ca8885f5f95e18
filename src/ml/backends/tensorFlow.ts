import type * as tfjs from '@tensorflow/tfjs-core';

/** What `ml/` uses of TensorFlow.js: its core library, on whatever backend `openBackend` has started. */
export type TensorFlow = typeof tfjs;
