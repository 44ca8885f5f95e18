import { groupByClass, type ClassGroups } from '../query/classGroups';
import { confidentJoint, type ClassCounts } from './confidentJoint';
import { markSmallest } from './markSmallest';
import { roundingOf, type PredProbs } from './predProbs';
import { pruneCounts, type PruneOptions } from './pruneCounts';
import { selfConfidence } from './selfConfidence';

export type PruneRule = 'prune_by_noise_rate' | 'prune_by_class' | 'both';

/** Flags by estimated counts: cleanlab's three `prune` rules, before samples predicted as given are taken back. */
export function prune(
  labels: Int32Array,
  predProbs: PredProbs,
  options: PruneOptions & { readonly rule: PruneRule; readonly joint?: ClassCounts },
): Uint8Array {
  const groups = groupByClass(labels, predProbs.columns);
  const { rule, joint = confidentJoint(labels, predProbs, groups) } = options;
  const largest = groups.starts.reduce((size, start, label) => {
    return Math.max(size, start - (groups.starts[label - 1] ?? 0));
  }, 0);
  const task: PruneTask = {
    labels,
    predProbs,
    groups,
    countsOf: (given) => pruneCounts(joint, given, options),
    // cleanlab never flags the only sample of a class, whatever the option says.
    smallestClass: Math.max(options.minExamplesPerClass ?? 1, 1),
    scores: new Float64Array(largest),
    scratch: new Float64Array(largest),
  };
  if (rule === 'prune_by_class') return pruneByClass(task);
  const flags = pruneByNoiseRate(task);
  if (rule === 'prune_by_noise_rate') return flags;
  const byClass = pruneByClass(task);
  for (let sample = 0; sample < flags.length; sample++) flags[sample]! &= byClass[sample]!;
  return flags;
}

interface PruneTask {
  readonly labels: Int32Array;
  readonly predProbs: PredProbs;
  readonly groups: ClassGroups;
  /** By true label, for one given label. */
  readonly countsOf: (given: number) => Int32Array;
  /** Classes with no more samples than this are left alone. */
  readonly smallestClass: number;
  /** Room for the scores of the largest class, used for one class after the other. */
  readonly scores: Float64Array;
  readonly scratch: Float64Array;
}

/** In each class, flags as many as it is estimated to hold wrongly, least probable first. */
function pruneByClass(task: PruneTask): Uint8Array {
  const flags = new Uint8Array(task.labels.length);
  const own = selfConfidence(task.labels, task.predProbs);
  for (const { given, members } of prunedClasses(task)) {
    const scores = task.scores.subarray(0, members.length);
    for (let index = 0; index < members.length; index++) scores[index] = own[members[index]!]!;
    const count = members.length - task.countsOf(given)[given]!;
    markSmallest({ flags, members, scores, count, scratch: task.scratch });
  }
  return flags;
}

/** For each given and other class, flags as many as are estimated to belong there, those with the largest margin for it first. */
function pruneByNoiseRate(task: PruneTask): Uint8Array {
  const flags = new Uint8Array(task.labels.length);
  const isRivalled = rowsWithRival(task);
  const rivalled = new Int32Array(task.scores.length);
  const nearest = new Int32Array(task.scores.length);
  for (const { given, members } of prunedClasses(task)) {
    const counts = task.countsOf(given);
    const rivals = select(members, rivalled, (sample) => isRivalled[sample] === 1);
    const others = counts.map((_, other) => other).filter((other) => other !== given && counts[other]! > 0);
    for (const { other, margins } of marginsByClass(task.predProbs, { given, others, members: rivals })) {
      const count = counts[other]!;
      // Most counts are met by samples to which the other class seems likelier: few, and quickly found.
      const near = collectNegative({ margins, members: rivals, target: nearest, scores: task.scores });
      const candidates = near >= count ? nearest.subarray(0, near) : members;
      const scores = task.scores.subarray(0, candidates.length);
      if (near < count) fillMargins(task.predProbs, { given, other, members, scores });
      markSmallest({ flags, members: candidates, scores, count, scratch: task.scratch });
    }
  }
  return flags;
}

function* prunedClasses({ predProbs, groups, smallestClass }: PruneTask) {
  for (let given = 0; given < predProbs.columns; given++) {
    const members = groups.order.subarray(groups.starts[given], groups.starts[given + 1]);
    if (members.length > smallestClass) yield { given, members };
  }
}

/** 1 for the rows in which any class is likelier than the given one. */
function rowsWithRival({ labels, predProbs: { data, columns } }: PruneTask): Uint8Array {
  const flags = new Uint8Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const start = row * columns;
    const own = data[start + labels[row]!]!;
    for (let column = 0; column < columns; column++)
      if (data[start + column]! > own) {
        flags[row] = 1;
        break;
      }
  }
  return flags;
}

/** Typed arrays' own `filter` takes several times as long. */
function select(members: Int32Array, target: Int32Array, isWanted: (sample: number) => boolean): Int32Array {
  let length = 0;
  for (const sample of members) if (isWanted(sample)) target[length++] = sample;
  return target.subarray(0, length);
}

/** Classes whose margins are taken at a time: the numbers of a cache line of float32. */
const STRIPE = 16;

/** By how much `given` is likelier than each of `others` to the members, read row by row, in the precision of the predictions. */
function* marginsByClass(
  { data, columns }: PredProbs,
  request: { readonly given: number; readonly others: Int32Array; readonly members: Int32Array },
) {
  const { given, others, members } = request;
  const count = members.length;
  const room = Math.min(STRIPE, others.length) * count;
  const margins = data instanceof Float32Array ? new Float32Array(room) : new Float64Array(room);
  for (let first = 0; first < others.length; first += STRIPE) {
    const stripe = others.subarray(first, first + STRIPE);
    for (let index = 0; index < count; index++) {
      const start = members[index]! * columns;
      const own = data[start + given]!;
      for (let offset = 0; offset < stripe.length; offset++)
        margins[offset * count + index] = own - data[start + stripe[offset]!]!;
    }
    for (const [offset, other] of stripe.entries())
      yield { other, margins: margins.subarray(offset * count, (offset + 1) * count) };
  }
}

/** Members with a negative margin go to `target`, their margins to `scores`; returns how many there are. */
function collectNegative(request: {
  readonly margins: Float32Array | Float64Array;
  readonly members: Int32Array;
  readonly target: Int32Array;
  readonly scores: Float64Array;
}): number {
  const { margins, members, target, scores } = request;
  let length = 0;
  for (let index = 0; index < margins.length; index++) {
    const margin = margins[index]!;
    if (margin >= 0) continue;
    target[length] = members[index]!;
    scores[length++] = margin;
  }
  return length;
}

function fillMargins(
  predProbs: PredProbs,
  request: {
    readonly given: number;
    readonly other: number;
    readonly members: Int32Array;
    readonly scores: Float64Array;
  },
): void {
  const { data, columns } = predProbs;
  const { given, other, members, scores } = request;
  const round = roundingOf(predProbs);
  for (let index = 0; index < members.length; index++) {
    const start = members[index]! * columns;
    scores[index] = round(data[start + given]! - data[start + other]!);
  }
}
