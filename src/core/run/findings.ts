import { compareCodeUnits } from '../compareCodeUnits';
import { findLabelIssues } from '../confidentLearning/findLabelIssues';
import type { PredProbs } from '../confidentLearning/predProbs';
import type { IssueFilter } from './issueFilter';
import { calibratedCut } from '../labelNoise/calibratedCut';
import { judgeLabels, type HeldOutPredictions, type LabelJudgement } from '../labelNoise/judgeLabels';
import { REVIEW_STATUS } from '../review/reviewedLabels';
import type { RunResults } from './resultColumns';

/** Images with their given labels and the probabilities predicted for them: image i is `paths[i]`. */
export interface FindingsInput {
  readonly paths: readonly string[];
  /** Class indices: the labels in effect, those of reviewers included. */
  readonly labels: Int32Array;
  /** What reviewers have said of them; absent when nothing. */
  readonly review?: { readonly givenLabels: Int32Array; readonly reviewStatus: Uint8Array } | undefined;
  readonly classes: readonly string[];
  /** N×K, row-major: row i for image i, column k for class k. */
  readonly predProbs: PredProbs['data'];
  /** Where `predProbs` are of models that have seen the images: predictions by models that have not. */
  readonly heldOut?: HeldOutPredictions | undefined;
  readonly filterBy: IssueFilter;
}

/** What detection says about every image, by columns; arrays are parallel to `paths`. */
export interface Findings extends LabelJudgement {
  readonly paths: readonly string[];
  /** Class indices: the labels in effect. */
  readonly labels: Int32Array;
  /** Class indices: the labels as they are in the dataset. */
  readonly givenLabels: Int32Array;
  readonly classes: readonly string[];
  /** 1 for images to review. */
  readonly isLabelIssue: Uint8Array;
  /** Images by rank: `order[0]` has rank 1. */
  readonly order: Int32Array;
  /** How many images to review there are. */
  readonly issueCount: number;
}

/**
 * Flags the images whose label is probably wrong and ranks all images, rank 1 being the lowest label quality: the
 * probability that the label is right (`judgeLabels`). Equal ones are ranked by path (code units). The rank does not
 * depend on the flags: with cleanlab's rules an image that is not flagged may rank before one that is. An image that a
 * reviewer has decided about is never flagged, and a label that was confirmed has the highest quality.
 */
export function findSuspects(input: FindingsInput): Findings {
  const { paths, labels, review, classes, heldOut, filterBy } = input;
  const predProbs: PredProbs = { data: input.predProbs, rows: paths.length, columns: classes.length };
  const judgement = trustConfirmed(judgeLabels(labels, predProbs, heldOut), review?.reviewStatus);
  const isLabelIssue =
    filterBy === 'calibrated'
      ? calibratedCut(judgement.labelQuality)
      : findLabelIssues(labels, predProbs, { filterBy });
  review?.reviewStatus.forEach((status, image) => {
    if (status !== REVIEW_STATUS.open) isLabelIssue[image] = 0;
  });
  return {
    ...judgement,
    paths,
    labels,
    givenLabels: review?.givenLabels ?? labels,
    classes,
    isLabelIssue,
    order: rankOrder(paths, judgement.ranking),
    issueCount: isLabelIssue.reduce((total, flag) => total + flag, 0),
  };
}

function trustConfirmed(judgement: LabelJudgement, reviewStatus: Uint8Array | undefined): LabelJudgement {
  if (reviewStatus === undefined) return judgement;
  const trusted = (qualities: Float64Array) =>
    qualities.map((quality, image) => (reviewStatus[image] === REVIEW_STATUS.confirmed ? 1 : quality));
  return {
    ...judgement,
    labelQuality: trusted(judgement.labelQuality),
    ranking: trusted(judgement.ranking),
    selfConfidence: trusted(judgement.selfConfidence),
  };
}

function rankOrder(paths: readonly string[], ranking: Float64Array): Int32Array {
  return Int32Array.from(paths.keys()).sort(
    (a, b) => ranking[a]! - ranking[b]! || compareCodeUnits(paths[a]!, paths[b]!),
  );
}

/**
 * What an image probably shows, a class index: its given label or the most probable other one, whichever is likelier;
 * for an image to review always the other one, which is what the reviewer has to compare with.
 */
function predictedLabel(findings: Findings, image: number): { label: number; probability: number } {
  const quality = findings.labelQuality[image]!;
  const other = (1 - quality) * findings.otherShares[image]!;
  return findings.isLabelIssue[image] === 1 || other > quality
    ? { label: findings.otherLabels[image]!, probability: other }
    : { label: findings.labels[image]!, probability: quality };
}

/** What a run keeps of the findings. */
export function findingsToResults(findings: Findings): RunResults {
  const { paths, givenLabels, classes, isLabelIssue, labelQuality, order } = findings;
  const predictedLabels = new Int32Array(paths.length);
  const predictedProbability = new Float64Array(paths.length);
  const ranks = new Int32Array(paths.length);
  order.forEach((image, position) => {
    const predicted = predictedLabel(findings, image);
    predictedLabels[image] = predicted.label;
    predictedProbability[image] = predicted.probability;
    ranks[image] = position + 1;
  });
  return {
    paths,
    classes,
    givenLabels,
    isLabelIssue,
    labelQuality,
    predictedLabels,
    predictedProbability,
    ranks,
  };
}
