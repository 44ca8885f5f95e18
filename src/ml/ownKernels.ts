import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorFlow';

/** Kernels of ours for what tfjs does in many passes. They exist on the wasm backend; others compose plain operations. */
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
