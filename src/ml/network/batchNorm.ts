import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import {
  columnMoments,
  normalizationGradient,
  normalizationSums,
  normalizeColumns,
  type BatchStatistics,
} from './columnKernels';
import { SOLE_REPLICA, type ReplicaGroup } from '../replicas/replicaGroup';
import { joinStatistics, joinSums } from '../replicas/sharedColumns';
import type { TensorFlow } from '../backends/tensorFlow';

/** Keeps the division defined for a channel without variation. */
export const BATCH_NORM_EPSILON = 1e-3;

/** Mean and (biased) variance of each column of an R×C matrix, or of those of all replicas. No gradient flows through. */
export function batchStatistics(tf: TensorFlow, x: Tensor2D, group = SOLE_REPLICA): BatchStatistics {
  const own = columnMoments(tf, x);
  return group.size === 1 ? own : joinStatistics(tf, own, group);
}

/**
 * Batch normalisation of the columns of an R×C matrix by their own statistics (Ioffe and Szegedy 2015, algorithm 1),
 * with the closed form of its gradient: dx = scale/σ · (dy − mean(dy) − x̂ · mean(dy·x̂)), dscale = Σ dy·x̂,
 * doffset = Σ dy. `statistics` must be those of `x`; the gradient by `x` includes their dependence on it. With `isRelu`
 * it is the ReLU of all that, in the same passes. Where each replica has some of the rows, so are the gradients by scale and
 * offset, to be summed with those by all other weights.
 */
export function normalizeBatch(
  tf: TensorFlow,
  x: Tensor2D,
  options: {
    readonly scale: Tensor1D;
    readonly offset: Tensor1D;
    readonly statistics: BatchStatistics;
    readonly isRelu?: boolean;
    readonly group?: ReplicaGroup | undefined;
  },
): Tensor2D {
  const { statistics, isRelu = false, group = SOLE_REPLICA } = options;
  const operation = tf.customGrad((...args) => {
    // customGrad passes the three tensors given below, then `save`.
    const [input, scale, offset, save] = args as unknown as [Tensor2D, Tensor1D, Tensor1D, SaveTensors];
    const { mean } = statistics;
    const reciprocal = tf.rsqrt(tf.add<Tensor1D>(statistics.variance, BATCH_NORM_EPSILON));
    const factor: Tensor1D = tf.mul(scale, reciprocal);
    save([input, mean, reciprocal, factor, offset]);
    return {
      value: normalizeColumns(tf, input, { mean, factor, offset, isRelu }),
      gradFunc: (dy, saved) =>
        gradients(tf, dy as Tensor2D, {
          saved: saved as SavedTensors, // as saved above
          rows: statistics.rows,
          isRelu,
          group,
        }),
    };
  });
  return operation(x, options.scale, options.offset) as Tensor2D; // as `value` above
}

type SavedTensors = [Tensor2D, Tensor1D, Tensor1D, Tensor1D, Tensor1D];
type SaveTensors = (tensors: SavedTensors) => void;

function gradients(
  tf: TensorFlow,
  dy: Tensor2D,
  {
    saved,
    rows,
    isRelu,
    group,
  }: {
    readonly saved: SavedTensors;
    readonly rows: number;
    readonly isRelu: boolean;
    readonly group: ReplicaGroup;
  },
): [Tensor2D, Tensor1D, Tensor1D] {
  const [x, mean, reciprocal, factor, offset] = saved;
  const by = { mean, factor, offset, isRelu };
  const own = normalizationSums(tf, { x, dy }, by);
  const { sums, products } = group.size === 1 ? own : joinSums(tf, own, group);
  const share: Tensor1D = tf.div(factor, -rows);
  const slope: Tensor1D = tf.mul(tf.mul(products, tf.square(reciprocal)), share);
  const constant: Tensor1D = tf.mul(sums, share);
  const dx = normalizationGradient(tf, { x, dy }, { ...by, slope, constant });
  return [dx, tf.mul(own.products, reciprocal), own.sums];
}
