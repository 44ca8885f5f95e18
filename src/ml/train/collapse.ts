import type { FoldHistory } from '../../core/run/foldHistory';

/** Accuracy up to this many times chance, … */
const CHANCE_FACTOR = 1.6;
/** … but at most this share of the way from chance to 1, counts as none better than chance. */
const CHANCE_MARGIN = 0.1;

/**
 * Whether training has failed: a loss that is no number, or in the last epoch an accuracy hardly better than always
 * naming the largest class. Robust losses can unlearn what they knew when their parameters do not fit the data.
 */
export function hasCollapsed(
  history: FoldHistory,
  data: { readonly labels: Int32Array; readonly classCount: number; readonly trainOn: Int32Array },
): boolean {
  if (history.meanLoss.some((loss) => !Number.isFinite(loss))) return true;
  const counts = new Int32Array(data.classCount);
  for (const image of data.trainOn) counts[data.labels[image]!]!++;
  const chance = counts.reduce((most, count) => Math.max(most, count), 0) / data.trainOn.length;
  const limit = Math.min(chance * CHANCE_FACTOR, chance + (1 - chance) * CHANCE_MARGIN);
  return (history.trainAccuracy.at(-1) ?? 0) <= limit;
}
