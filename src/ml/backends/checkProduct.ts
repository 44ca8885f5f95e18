import type { TensorFlow } from './tensorFlow';

/** That a backend is registered does not say that it computes. @throws Error */
export async function checkProduct(tf: TensorFlow): Promise<void> {
  const product = tf.tidy(() => tf.sum(tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]))));
  const [total] = await product.data();
  product.dispose();
  if (total !== 8) throw new Error(`a 2×2 matrix product gave ${String(total)} instead of 8`);
}
