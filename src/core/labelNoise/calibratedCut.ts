/**
 * Flags (1) the images that maximise the expected F1, given each image's probability of a right label: with W the
 * expected number of errors and S the expected errors among the k most suspect images, 2·S / (k + W) (Lipton, Elkan and
 * Naryanaswamy 2014, "Optimal thresholding of classifiers to maximize F1 measure"). Images of equal quality are flagged
 * together.
 */
export function calibratedCut(labelQuality: Float64Array): Uint8Array {
  const ascending = labelQuality.slice().sort();
  const expectedErrors = ascending.reduce((sum, quality) => sum + (1 - quality), 0);
  let found = 0;
  let best = { f1: 0, threshold: -1 };
  ascending.forEach((quality, position) => {
    found += 1 - quality;
    if (ascending[position + 1] === quality) return;
    const f1 = (2 * found) / (position + 1 + expectedErrors);
    if (f1 > best.f1) best = { f1, threshold: quality };
  });
  return Uint8Array.from(labelQuality, (quality) => Number(quality <= best.threshold));
}
