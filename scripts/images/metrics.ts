/** How well a flagged set matches the truth. */
export interface DetectionMetrics {
  /** Share of the flagged that are errors; 0 when nothing is flagged. */
  readonly precision: number;
  /** Share of the errors that are flagged; 0 when there are none. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 when both are. */
  readonly f1: number;
}

/** Precision, recall and F1 of flags against the truth; both hold 1 for yes, one entry for each sample. */
export function detectionMetrics(isFlagged: Uint8Array, isError: Uint8Array): DetectionMetrics {
  checkSameLength(isFlagged, isError);
  let flagged = 0;
  let errors = 0;
  let hits = 0;
  for (let sample = 0; sample < isError.length; sample++) {
    flagged += isFlagged[sample]!;
    errors += isError[sample]!;
    hits += isFlagged[sample]! & isError[sample]!;
  }
  return {
    precision: flagged === 0 ? 0 : hits / flagged,
    recall: errors === 0 ? 0 : hits / errors,
    f1: flagged + errors === 0 ? 0 : (2 * hits) / (flagged + errors),
  };
}

/**
 * Average precision of a ranking by suspicion, most suspect = highest: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores in
 * falling order, samples of equal score entering together (scikit-learn's `average_precision_score`). 0 without errors.
 */
export function averagePrecision(suspicion: Float64Array, isError: Uint8Array): number {
  checkSameLength(suspicion, isError);
  const errors = countErrors(isError);
  if (errors === 0) return 0;
  let total = 0;
  let before = 0;
  for (const { ranked, hits } of scoreSteps(suspicion, isError)) {
    total += ((hits - before) / errors) * (hits / ranked);
    before = hits;
  }
  return total;
}

/**
 * Area under the ROC curve of a ranking by suspicion: the probability that an error is more suspect than a right label,
 * equal scores counting half (scikit-learn's `roc_auc_score`). NaN when all labels are errors, or none.
 */
export function areaUnderRoc(suspicion: Float64Array, isError: Uint8Array): number {
  checkSameLength(suspicion, isError);
  const errors = countErrors(isError);
  const right = isError.length - errors;
  if (errors === 0 || right === 0) return NaN;
  let area = 0;
  let hitsBefore = 0;
  let missesBefore = 0;
  for (const { ranked, hits } of scoreSteps(suspicion, isError)) {
    const misses = ranked - hits;
    area += ((misses - missesBefore) * (hits + hitsBefore)) / 2;
    hitsBefore = hits;
    missesBefore = misses;
  }
  return area / (errors * right);
}

/** The best F1 that any cut of a ranking by suspicion gives, samples of equal score staying together; 0 without errors. */
export function bestF1(suspicion: Float64Array, isError: Uint8Array): number {
  checkSameLength(suspicion, isError);
  const errors = countErrors(isError);
  let best = 0;
  for (const { ranked, hits } of scoreSteps(suspicion, isError))
    best = Math.max(best, (2 * hits) / (ranked + errors));
  return best;
}

/** Share of errors among the first `k` (or all, if fewer) samples of `order`, a ranking with the most suspect first. */
export function precisionAtK(order: Int32Array, isError: Uint8Array, k: number): number {
  const first = order.subarray(0, k);
  return first.length === 0 ? 0 : first.reduce((hits, sample) => hits + isError[sample]!, 0) / first.length;
}

/** How many samples, and errors among them, have at least each distinct score; in falling order of score. */
function* scoreSteps(suspicion: Float64Array, isError: Uint8Array) {
  const order = Int32Array.from(suspicion.keys()).sort((a, b) => suspicion[b]! - suspicion[a]!);
  let hits = 0;
  for (let position = 0; position < order.length; position++) {
    const sample = order[position]!;
    hits += isError[sample]!;
    const next = order[position + 1];
    if (next === undefined || suspicion[next] !== suspicion[sample]) yield { ranked: position + 1, hits };
  }
}

function countErrors(isError: Uint8Array): number {
  return isError.reduce((total, flag) => total + flag, 0);
}

function checkSameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} samples cannot be compared`);
}
