import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';

/**
 * Kernels of ours for what tfjs does in many passes. The wasm backend has all of them, webgpu some; where there is none,
 * plain operations are composed.
 */
export type OwnKernel =
  | 'LabelReviewColumnMoments'
  | 'LabelReviewNormalizeColumns'
  | 'LabelReviewNormalizationSums'
  | 'LabelReviewNormalizationGradient'
  | 'LabelReviewReluGradient'
  | 'LabelReviewAdamStep'
  | 'LabelReviewDropoutMask';

/** The kernel's results, or undefined where the backend in use has no such kernel: compose them then. */
export function runOwnKernel(
  tf: TensorFlow,
  kernel: OwnKernel,
  { inputs, attrs }: { readonly inputs: NamedTensorMap; readonly attrs?: NamedAttrMap },
): Tensor[] | undefined {
  // Typed as always finding one.
  const config: unknown = tf.getKernel(kernel, tf.getBackend());
  if (config === undefined || config === null) return undefined;
  return [tf.engine().runKernel<Tensor | Tensor[]>(kernel, inputs, attrs)].flat();
}
