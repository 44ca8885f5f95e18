import { compareCodeUnits } from './compareCodeUnits';
import { findLabelIssues } from './confidentLearning/findLabelIssues';
import type { FilterBy } from './confidentLearning/filterBy';
import { argmaxOfRow, type PredProbs } from './confidentLearning/predProbs';
import { normalizedMargin } from './confidentLearning/scores';
import { selfConfidence } from './confidentLearning/selfConfidence';
import type { ResultRow } from './run';

/** Images with their given labels and the probabilities predicted for them: image i is `paths[i]`. */
export interface SuspectsInput {
  readonly paths: readonly string[];
  /** Class indices. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** N×K, row-major: row i for image i, column k for class k. */
  readonly predProbs: PredProbs['data'];
  readonly filterBy: FilterBy;
}

/** What detection says about every image, by columns; arrays are parallel to `paths`. */
export interface Suspects {
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** 1 for images to review. */
  readonly isLabelIssue: Uint8Array;
  /** Probability of the given label, 0 (surely wrong) to 1 (surely right). */
  readonly labelQuality: Float64Array;
  /** Most probable class, the first of equal ones. It may be the given one, even of an image to review. */
  readonly predictedLabels: Int32Array;
  readonly predictedProbability: Float64Array;
  /** Images by rank: `order[0]` has rank 1. */
  readonly order: Int32Array;
  /** How many images to review there are. */
  readonly issueCount: number;
}

/**
 * Flags the images whose label is probably wrong and ranks all images, rank 1 being the lowest label quality. Equal
 * qualities are ranked by the margin of the given label over the most probable other one, then by path (code units).
 * The rank does not depend on the flags: with some rules an image that is not flagged ranks before one that is.
 */
export function findSuspects(input: SuspectsInput): Suspects {
  const { paths, labels, classes, predProbs: data, filterBy } = input;
  const columns = classes.length;
  const predProbs: PredProbs = { data, rows: paths.length, columns };
  const isLabelIssue = findLabelIssues(labels, predProbs, { filterBy });
  const predictedLabels = labels.map((_, image) => argmaxOfRow(predProbs, image));
  const labelQuality = selfConfidence(labels, predProbs);
  return {
    paths,
    labels,
    classes,
    isLabelIssue,
    labelQuality,
    predictedLabels,
    predictedProbability: labelQuality.map((_, image) => data[image * columns + predictedLabels[image]!]!),
    order: rankOrder(paths, labelQuality, normalizedMargin(labels, predProbs)),
    issueCount: isLabelIssue.reduce((total, flag) => total + flag, 0),
  };
}

function rankOrder(paths: readonly string[], quality: Float64Array, margin: Float64Array): Int32Array {
  return Int32Array.from(paths.keys()).sort(
    (a, b) => quality[a]! - quality[b]! || margin[a]! - margin[b]! || compareCodeUnits(paths[a]!, paths[b]!),
  );
}

/** Every image as a row of the results, in rank order. */
export function* resultRows(suspects: Suspects): Generator<ResultRow> {
  const { paths, labels, classes, order } = suspects;
  for (let position = 0; position < order.length; position++) {
    const image = order[position]!;
    yield {
      path: paths[image]!,
      givenLabel: classes[labels[image]!]!,
      isLabelIssue: suspects.isLabelIssue[image] === 1,
      labelQuality: suspects.labelQuality[image]!,
      predictedLabel: classes[suspects.predictedLabels[image]!]!,
      predictedProbability: suspects.predictedProbability[image]!,
      rank: position + 1,
    };
  }
}
