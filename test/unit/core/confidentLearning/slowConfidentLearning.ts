/**
 * Confident learning written down literally, with arrays of arrays and no regard for time: the oracle for the real one.
 * Where a count cuts through equal scores, `ties` says whether the first, all or none of them are flagged; whatever an
 * implementation picks lies between the last two.
 */
import type { FilterBy } from '../../../../src/core/confidentLearning/filterBy';

export type Ties = 'first' | 'all' | 'none';

export interface SlowOptions {
  readonly filterBy: FilterBy;
  readonly fracNoise?: number;
  readonly minExamplesPerClass?: number;
  readonly ties: Ties;
  /** Calibrated joint, since rounding it has ties of its own. */
  readonly joint: readonly (readonly number[])[];
}

type Rows = readonly (readonly number[])[];

export function slowThresholds(labels: readonly number[], rows: Rows): number[] {
  return rows[0]!.map((_, k) => {
    const own = rows.filter((_row, i) => labels[i] === k).map((row) => row[k]!);
    return own.length === 0 ? 2 : Math.max(mean(own), 2e-6);
  });
}

/** Given by true label; the guess of each sample, or undefined. */
export function slowConfidentJoint(labels: readonly number[], rows: Rows) {
  const thresholds = slowThresholds(labels, rows);
  const guesses = rows.map((row) => {
    const confident = thresholds.map((_, k) => k).filter((k) => row[k]! >= thresholds[k]! - 1e-6);
    return confident.length > 1 ? argmax(row) : confident[0];
  });
  const joint = thresholds.map((_, given) =>
    thresholds.map((__, guess) => {
      const count = guesses.filter((each, i) => each === guess && labels[i] === given).length;
      return given === guess ? Math.max(count, 1) : count;
    }),
  );
  return { joint, guesses };
}

export function slowScores(labels: readonly number[], rows: Rows) {
  const selfConfidence = rows.map((row, i) => row[labels[i]!]!);
  const highestOther = rows.map((row, i) => Math.max(...row.filter((_, k) => k !== labels[i])));
  return {
    self_confidence: selfConfidence,
    normalized_margin: selfConfidence.map((p, i) => (p - highestOther[i]! + 1) / 2),
    confidence_weighted_entropy: rows.map((row, i) => {
      const entropy = -sum(row.map((p) => (p === 0 ? 0 : p * Math.log(p)))) / Math.log(row.length);
      const ratio = entropy / Math.max(selfConfidence[i]!, 1e-6);
      return Math.log(ratio + 1) / Math.max(ratio, 1e-6);
    }),
  };
}

export function slowLabelIssues(labels: readonly number[], rows: Rows, options: SlowOptions): boolean[] {
  const { filterBy, ties } = options;
  const { guesses } = slowConfidentJoint(labels, rows);
  const disagrees = rows.map(
    (row, i) => argmax(row.map((p, k) => (k === labels[i] ? p + 1e-6 : p))) !== labels[i],
  );
  const confidentlyWrong = guesses.map(
    (guess, i) => guess !== undefined && guess !== labels[i] && disagrees[i] === true,
  );
  const count = confidentlyWrong.filter(Boolean).length;
  const scores = slowScores(labels, rows);
  switch (filterBy) {
    case 'confident_learning':
      return confidentlyWrong;
    case 'predicted_neq_given':
      return disagrees;
    case 'low_self_confidence':
      return smallest(scores.self_confidence, count, ties);
    case 'low_normalized_margin':
      return smallest(scores.normalized_margin, count, ties);
    case 'prune_by_class':
      return and(pruneByClass(labels, rows, options), disagrees);
    case 'prune_by_noise_rate':
      return and(pruneByNoiseRate(labels, rows, options), disagrees);
    case 'both':
      return and(
        and(pruneByClass(labels, rows, options), pruneByNoiseRate(labels, rows, options)),
        disagrees,
      );
  }
}

function pruneByClass(labels: readonly number[], rows: Rows, options: SlowOptions): boolean[] {
  const leave = slowPruneCounts(options);
  return eachClass(labels, rows, options, (own, k) =>
    smallest(
      own.map((row) => row[k]!),
      own.length - leave[k]![k]!,
      options.ties,
    ),
  );
}

function pruneByNoiseRate(labels: readonly number[], rows: Rows, options: SlowOptions): boolean[] {
  const counts = slowPruneCounts(options);
  return eachClass(labels, rows, options, (own, k) =>
    own[0]!
      .map((_, j) =>
        j === k
          ? own.map(() => false)
          : smallest(
              own.map((row) => row[k]! - row[j]!),
              counts[j]![k]!,
              options.ties,
            ),
      )
      .reduce((flags, others) => flags.map((flag, i) => flag || others[i] === true)),
  );
}

function eachClass(
  labels: readonly number[],
  rows: Rows,
  { minExamplesPerClass = 1 }: SlowOptions,
  flagsOf: (own: Rows, k: number) => boolean[],
): boolean[] {
  const flags = labels.map(() => false);
  for (const k of new Set(labels)) {
    const members = labels.map((_, i) => i).filter((i) => labels[i] === k);
    if (members.length <= Math.max(minExamplesPerClass, 1)) continue;
    flagsOf(
      members.map((i) => rows[i]!),
      k,
    ).forEach((flag, index) => (flags[members[index]!] = flag));
  }
  return flags;
}

/** True label by given label. */
function slowPruneCounts({ joint, fracNoise = 1, minExamplesPerClass = 1 }: SlowOptions): number[][] {
  const counts = joint.map((_, trueLabel) => joint.map((row) => row[trueLabel]!));
  for (const given of joint.keys()) {
    const diagonal = counts[given]![given]!;
    const raised = Math.max(diagonal, minExamplesPerClass);
    const nonZero = counts.filter((row) => row[given] !== 0).length;
    let lost = 0;
    for (const trueLabel of joint.keys()) {
      if (trueLabel === given) continue;
      const row = counts[trueLabel]!;
      const kept = Math.max(row[given]! - (raised - diagonal) / Math.max(nonZero - 1, 1), 0);
      lost += kept - kept * fracNoise;
      row[given] = Math.floor(kept * fracNoise);
    }
    counts[given]![given] = Math.floor(raised + lost);
  }
  return counts;
}

function smallest(scores: readonly number[], count: number, ties: Ties): boolean[] {
  if (count <= 0) return scores.map(() => false);
  const order = scores.map((_, i) => i).sort((i, j) => scores[i]! - scores[j]!);
  const taken = Math.min(count, scores.length);
  if (ties === 'first') return scores.map((_, i) => order.indexOf(i) < taken);
  const cut = scores[order[taken - 1]!]!;
  const cutsThroughTies = taken < scores.length && scores[order[taken]!] === cut;
  return scores.map((score) => score < cut || (score === cut && (!cutsThroughTies || ties === 'all')));
}

const and = (a: readonly boolean[], b: readonly boolean[]) => a.map((flag, i) => flag && b[i] === true);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const argmax = (values: readonly number[]) => values.indexOf(Math.max(...values));
