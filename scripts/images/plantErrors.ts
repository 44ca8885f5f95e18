import { createRng } from '../../src/core/rng';

/** Gives exactly `round(noise × n)` labels another class, every other class being as likely. */
export function plantErrors(
  labels: Int32Array,
  { classCount, noise, seed }: { readonly classCount: number; readonly noise: number; readonly seed: number },
): Int32Array {
  const rng = createRng(seed, 1);
  const order = Int32Array.from(labels.keys());
  rng.shuffle(order);
  const noisy = labels.slice();
  for (const i of order.subarray(0, Math.round(noise * labels.length)))
    noisy[i] = (labels[i]! + 1 + rng.nextInt(classCount - 1)) % classCount;
  return noisy;
}
