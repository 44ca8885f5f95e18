/** What batch normalisation has to know of the whole batch, where each replica of a network has a part of its rows. */
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { BatchStatistics } from '../network/columnKernels';
import type { ReplicaGroup } from './replicaGroup';
import type { TensorFlow } from '../backends/tensorFlow';

/** The statistics of all rows from those of each part. */
export function joinStatistics(
  tf: TensorFlow,
  { rows, mean, variance }: BatchStatistics,
  group: ReplicaGroup,
): BatchStatistics {
  const columns = mean.size;
  const joined = joinMoments(group.gather(Float64Array.of(rows, ...mean.dataSync(), ...variance.dataSync())));
  const tensorFrom = (start: number): Tensor1D =>
    tf.tensor1d(Float32Array.from(joined.subarray(start, start + columns)));
  return { rows: joined[0]!, mean: tensorFrom(1), variance: tensorFrom(1 + columns) };
}

/** Two sums by column over all rows from those over each part. */
export function joinSums(
  tf: TensorFlow,
  { sums, products }: { readonly sums: Tensor1D; readonly products: Tensor1D },
  group: ReplicaGroup,
): { readonly sums: Tensor1D; readonly products: Tensor1D } {
  const columns = sums.size;
  const totals = new Float64Array(2 * columns);
  for (const part of group.gather(Float64Array.of(...sums.dataSync(), ...products.dataSync())))
    part.forEach((value, at) => (totals[at]! += value));
  const tensorFrom = (start: number): Tensor1D =>
    tf.tensor1d(Float32Array.from(totals.subarray(start, start + columns)));
  return { sums: tensorFrom(0), products: tensorFrom(columns) };
}

/**
 * Rows, means and (biased) variances of a matrix that lies in parts, by column, from those of each part; all as one array:
 * rows, then the means, then the variances. Chan, Golub and LeVeque 1979, the formula for joining two samples.
 */
export function joinMoments(parts: readonly Float64Array[]): Float64Array {
  const columns = (parts[0]!.length - 1) / 2;
  const joined = Float64Array.from(parts[0]!);
  for (const part of parts.slice(1)) {
    const all = joined[0]! + part[0]!;
    const share = part[0]! / all;
    for (let column = 1; column <= columns; column++) {
      const distance = part[column]! - joined[column]!;
      joined[column]! += distance * share;
      const within = joined[columns + column]! * (1 - share) + part[columns + column]! * share;
      joined[columns + column] = within + distance ** 2 * share * (1 - share);
    }
    joined[0] = all;
  }
  return joined;
}
