import { createRng } from './rng';

/**
 * Labels with planted errors, for tests and demonstrations: a new array in which exactly `rate` (0–1) of the samples,
 * rounded and chosen at random, have another class, each other class being equally likely (uniform, also called
 * symmetric, noise). The same seed plants the same errors.
 */
export function plantLabelErrors(
  labels: Int32Array,
  options: { readonly classCount: number; readonly rate: number; readonly seed: number },
): Int32Array {
  const { classCount, rate, seed } = options;
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`rate must be from 0 to 1, not ${rate}`);
  if (classCount < 2) throw new RangeError('a label can only be wrong where there are two classes');
  const rng = createRng(seed);
  const samples = Int32Array.from(labels.keys());
  rng.shuffle(samples);
  const noisy = labels.slice();
  for (const sample of samples.subarray(0, Math.round(rate * labels.length))) {
    const step = 1 + rng.nextInt(classCount - 1);
    noisy[sample] = (labels[sample]! + step) % classCount;
  }
  return noisy;
}
