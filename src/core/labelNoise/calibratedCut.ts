/** The images to review, and what may be expected of them. */
export interface CalibratedCut {
  /** 1 for images to review. */
  readonly isLabelIssue: Uint8Array;
  /** Images whose label quality is at most this are flagged. */
  readonly threshold: number;
  /** The share of the flagged images whose label is expected to be wrong. */
  readonly expectedPrecision: number;
  /** The share of all expected errors that is flagged. */
  readonly expectedRecall: number;
}

/**
 * Flags the images that maximise the expected F1, given each image's probability of a right label: with W the expected
 * number of errors and S the expected errors among the k most suspect images, 2·S / (k + W) (Lipton, Elkan and
 * Naryanaswamy 2014, "Optimal thresholding of classifiers to maximize F1 measure"). Images of equal quality are flagged
 * together.
 */
export function calibratedCut(labelQuality: Float64Array): CalibratedCut {
  const ascending = labelQuality.slice().sort();
  const expectedErrors = ascending.reduce((sum, quality) => sum + (1 - quality), 0);
  let found = 0;
  let best = { flagged: 0, found: 0, f1: 0, threshold: -1 };
  ascending.forEach((quality, position) => {
    found += 1 - quality;
    if (ascending[position + 1] === quality) return;
    const flagged = position + 1;
    const f1 = (2 * found) / (flagged + expectedErrors);
    if (f1 > best.f1) best = { flagged, found, f1, threshold: quality };
  });
  return {
    isLabelIssue: Uint8Array.from(labelQuality, (quality) => Number(quality <= best.threshold)),
    threshold: Math.max(best.threshold, 0),
    expectedPrecision: best.flagged === 0 ? 0 : best.found / best.flagged,
    expectedRecall: expectedErrors === 0 ? 0 : best.found / expectedErrors,
  };
}
