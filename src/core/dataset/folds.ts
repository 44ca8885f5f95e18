import { groupByClass } from '../query/classGroups';
import { createRng } from '../rng';

/**
 * The fold (0 to `folds` − 1) in which each sample is held out. Every class is spread as evenly as possible: its
 * counts in any two folds differ by at most one, and so do the sizes of any two folds. A class with fewer samples than
 * folds is missing from some folds' held-out part but never from a training part, unless it has a single sample:
 * the model that predicts that sample has then never seen its class.
 *
 * `labels` are class indices below `classCount`. The same seed gives the same folds.
 */
export function stratifiedFolds(
  labels: Int32Array,
  options: { readonly classCount: number; readonly folds: number; readonly seed: number },
): Int32Array {
  const { classCount, folds, seed } = options;
  if (!Number.isInteger(folds) || folds < 1)
    throw new RangeError(`folds must be a whole number, not ${folds}`);
  const rng = createRng(seed);
  const { order, starts } = groupByClass(labels, classCount);
  const foldOfSample = new Int32Array(labels.length);
  // One deal of cards through all classes: the next class starts at the fold where the last one stopped.
  let dealt = 0;
  for (let classIndex = 0; classIndex < classCount; classIndex++) {
    const members = order.subarray(starts[classIndex], starts[classIndex + 1]);
    rng.shuffle(members);
    for (const sample of members) foldOfSample[sample] = dealt++ % folds;
  }
  return foldOfSample;
}
