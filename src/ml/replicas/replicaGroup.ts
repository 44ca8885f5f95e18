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
