import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';
import type { ReplicaGroup } from './replicaGroup';
import type { TensorFlow } from '../backends/tensorFlow';

/** The gradients by the whole batch, of those that each replica of a network has found by its part of it. */
export function sumGradients(
  tf: TensorFlow,
  { variables, grads }: { readonly variables: readonly Variable[]; readonly grads: NamedTensorMap },
  group: ReplicaGroup,
): NamedTensorMap {
  if (group.size === 1) return grads;
  const length = variables.reduce((sum, { size }) => sum + size, 0);
  const sums = group.sum(length, (into) => {
    let at = 0;
    for (const { name, size } of variables) {
      into.set(grads[name]!.dataSync(), at);
      at += size;
    }
  });
  let at = 0;
  return Object.fromEntries(
    variables.map(({ name, size, shape }) => {
      const values = sums.subarray(at, at + size);
      at += size;
      return [name, tf.tensor(values, shape)];
    }),
  );
}
