import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';

/**
 * The threads that train one model together: replicas of it that start alike, compute the gradients of a part of each
 * batch, and take the same steps by the sum of these. All of them must make the same calls in the same order; each call
 * waits for the others'. What is summed is summed in the order of their ranks, so that all have the same bits.
 */
export interface ReplicaGroup {
  /** 0 to `size` − 1; 0 leads: it reports, and keeps the checkpoints. */
  readonly rank: number;
  readonly size: number;
  /** What the leader makes: a copy of it, but the same memory where that is shared. */
  broadcast<T>(make: () => T): T;
  /** Zeros, in memory that all have in common. */
  allocate(length: number): Float32Array;
  /** The values of all, by rank; as many of each. Valid until the next call. */
  gather(values: Float64Array): readonly Float64Array[];
  /** The sums over all, element by element, of what each writes to the memory it is shown; valid as long. */
  sum(length: number, write: (into: Float32Array) => void): Float32Array;
  /** Returns when all have called it. */
  wait(): void;
}

/** A thread that trains a model by itself. */
export const SOLE_REPLICA: ReplicaGroup = {
  rank: 0,
  size: 1,
  broadcast: (make) => make(),
  allocate: (length) => new Float32Array(length),
  gather: (values) => [values],
  sum: (length, write) => {
    const values = new Float32Array(length);
    write(values);
    return values;
  },
  wait: () => undefined,
};

/** The places that a replica takes of so many: in the order of the ranks, of nearly equal number. */
export function shardOf(
  count: number,
  { rank, size }: { readonly rank: number; readonly size: number },
): { readonly from: number; readonly to: number } {
  return { from: Math.floor((rank * count) / size), to: Math.floor(((rank + 1) * count) / size) };
}

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
