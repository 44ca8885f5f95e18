import type { RunOverview } from '../../src/core/run/overview';

/** How many suspects the cells of the confusion matrix hold together. */
export function suspectsHeld({ matrix, pairs }: Pick<RunOverview, 'matrix' | 'pairs'>): number {
  const shown = new Set(matrix);
  return pairs
    .filter(({ given, suggested }) => shown.has(given) && shown.has(suggested))
    .reduce((sum, { suspects }) => sum + suspects, 0);
}
