/** Quantiles .975 of Student's t distribution, for 1, 2, … degrees of freedom. */
const T_QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086,
] as const;

export interface MeanInterval {
  readonly mean: number;
  /** Half the width of the 95% confidence interval of the mean; undefined for a single value. */
  readonly halfWidth: number | undefined;
}

/**
 * The mean of independent measurements and its 95% t-interval: t · s / √n, t for n − 1 degrees of freedom. Beyond 21
 * values t stays that of 21: a little too wide.
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, halfWidth: undefined };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const quantile = T_QUANTILES[Math.min(count - 1, T_QUANTILES.length) - 1]!;
  return { mean, halfWidth: quantile * Math.sqrt(squares / (count - 1) / count) };
}
