import type { PredProbs } from '../confidentLearning/predProbs';
import { compareCodeUnits } from '../compareCodeUnits';
import { REVIEW_STATUS } from '../review/reviewedLabels';
import type { Findings } from '../run/findings';
import type { DuplicateGroup } from './findDuplicates';
import { isContradiction } from './isContradiction';

/** A label that loses against another is no likelier to be right than that one. */
const MOST_QUALITY = 0.5;

/**
 * Makes suspects of copies of one picture whose labels differ: at least one of the labels is wrong, whatever the network
 * says. The most frequent label is preferred; of equally frequent ones, the one with the largest mean probability over the
 * copies. Copies with any other label are flagged, get the preferred label as their suggestion, and rank before all other
 * images. Their quality is the share of the copies with their label, weighted by its probability. Images that a reviewer
 * has decided about (`reviewStatus`) are never flagged.
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
