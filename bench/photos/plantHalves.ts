import { createRng } from '../../src/core/rng';
import { plantClassErrors, plantLabelErrors } from '../../scripts/images/noise';

/** Errors in `rate` of the labels: uniform in one half of the images, drawn at random, by `flips` in the other. */
export function plantHalves(labels: Int32Array, options: Parameters<typeof plantClassErrors>[1]): Int32Array {
  const order = Int32Array.from(labels.keys());
  createRng(options.seed).shuffle(order);
  const middle = Math.ceil(order.length / 2);
  const given = labels.slice();
  for (const [plant, half] of [
    [plantLabelErrors, order.subarray(0, middle)],
    [plantClassErrors, order.subarray(middle)],
  ] as const) {
    const planted = plant(
      half.map((image) => labels[image]!),
      options,
    );
    for (const [place, image] of half.entries()) given[image] = planted[place]!;
  }
  return given;
}
