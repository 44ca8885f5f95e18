import type { PredProbs } from '../confidentLearning/predProbs';
import { compareCodeUnits } from '../compareCodeUnits';
import { REVIEW_STATUS } from '../review/reviewedLabels';
import type { Findings } from '../run/findings';
import type { DuplicateGroup } from './findDuplicates';
import { isContradiction } from './isContradiction';

/** A wrong label can be no likelier right than the label that is preferred to it. */
const MOST_QUALITY = 0.5;

/**
 * Makes suspects of copies of one picture that have different labels, for at least one of these is wrong, whatever the
 * network says. The label that most copies have is preferred, of equally frequent ones that with the largest mean probability
 * over the copies; those that have another are flagged, it is suggested for them, and they rank before all others. Their
 * quality is the share of the copies with their label, weighted by its probability. What a reviewer has decided about
 * (`reviewStatus`) is never flagged.
 */
export function settleContradictions(
  findings: Findings,
  groups: readonly DuplicateGroup[],
  { predProbs, reviewStatus }: { readonly predProbs: PredProbs; readonly reviewStatus?: Uint8Array },
): Findings {
  const settled = {
    labelQuality: findings.labelQuality.slice(),
    otherLabels: findings.otherLabels.slice(),
    otherShares: findings.otherShares.slice(),
    isLabelIssue: findings.isLabelIssue.slice(),
  };
  const first: number[] = [];
  for (const group of groups) {
    if (!isContradiction(group, findings.labels)) continue;
    const weights = labelWeights(group.images, findings.labels, predProbs);
    const { preferred, weightOf } = weights;
    for (const image of group.images) {
      const label = findings.labels[image]!;
      if (label === preferred || (reviewStatus?.[image] ?? REVIEW_STATUS.open) !== REVIEW_STATUS.open)
        continue;
      const quality = weightOf(label) / weights.total;
      settled.labelQuality[image] = Math.min(MOST_QUALITY, quality, findings.labelQuality[image]!);
      settled.otherLabels[image] = preferred;
      settled.otherShares[image] = weightOf(preferred) / (weights.total - weightOf(label));
      settled.isLabelIssue[image] = 1;
      first.push(image);
    }
  }
  if (first.length === 0) return findings;
  const { labelQuality } = settled;
  first.sort(
    (a, b) => labelQuality[a]! - labelQuality[b]! || compareCodeUnits(findings.paths[a]!, findings.paths[b]!),
  );
  const isFirst = new Set(first);
  const rest = findings.order.filter((image) => !isFirst.has(image));
  return {
    ...findings,
    ...settled,
    order: Int32Array.from([...first, ...rest]),
    issueCount: settled.isLabelIssue.reduce((total, flag) => total + flag, 0),
  };
}

/** Votes for each of the labels of some copies, weighted by the label's mean probability. */
function labelWeights(images: Int32Array, labels: Int32Array, { data, columns }: PredProbs) {
  const votes = new Map<number, number>();
  for (const image of images) votes.set(labels[image]!, (votes.get(labels[image]!) ?? 0) + 1);
  const probabilityOf = (label: number) =>
    images.reduce((sum, image) => sum + data[image * columns + label]!, 0) / images.length;
  const weights = new Map<number, number>();
  for (const [label, count] of votes)
    weights.set(label, count * Math.max(probabilityOf(label), Number.EPSILON));
  const [preferred] = [...votes.keys()].sort(
    (a, b) => votes.get(b)! - votes.get(a)! || probabilityOf(b) - probabilityOf(a) || a - b,
  );
  return {
    preferred: preferred!,
    weightOf: (label: number) => weights.get(label)!,
    total: [...weights.values()].reduce((sum, weight) => sum + weight, 0),
  };
}
