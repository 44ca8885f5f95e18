import type { Tensor } from '@tensorflow/tfjs-core';

/** The values of a tensor, which is disposed. They are waited for: a GPU may still be computing them. */
export async function takeValues(tensor: Tensor): Promise<Float32Array | Int32Array | Uint8Array> {
  try {
    return await tensor.data();
  } finally {
    tensor.dispose();
  }
}
