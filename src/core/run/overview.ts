import type { DecidedImage } from '../review/decidedImage';
import { pairCounts, type SuspectPair } from '../query/galleryView';
import type { CountEstimate } from '../labelNoise/errorEstimate';
import { matrixClasses } from './matrixClasses';
import { pairKey } from '../query/pairKey';
import { qualityHistogram, type QualityHistogram } from './qualityHistogram';
import { isErrorFound, isReviewed, type Decision } from '../review/review';
import type { ResultColumns } from './resultColumns';
import type { RunSummary, TableRow } from './run';
import { chanceOf, SampleTally, type SampleEstimate } from '../review/sampleTally';

/** The numbers of a run that its review does not change. */
export interface RunOverview {
  /** In the order of the run. */
  readonly classes: readonly ClassOverview[];
  /** The given→suggested pairs among the suspects, the most frequent first. */
  readonly pairs: readonly SuspectPair[];
  /** Of how many pairs `pairs` are the first; with many classes not all are listed. */
  readonly pairCount: number;
  /** Class names, in order: rows and columns of the confusion matrix. All its pairs are in `pairs`. */
  readonly matrix: readonly string[];
  readonly quality: QualityHistogram;
}

export interface ClassOverview {
  readonly name: string;
  /** Images with this given label. */
  readonly images: number;
  readonly suspects: number;
  /** Images that may show none of the classes; absent in runs that had nothing to tell them by. */
  readonly offTopic?: number | undefined;
  /** Wrong labels to expect; absent in runs that did not estimate them. */
  readonly expected?: CountEstimate | undefined;
}

/** How far the review of some suspects is. */
export interface ReviewCounts {
  readonly reviewed: number;
  /** Suspects whose label was found to be wrong: relabelled or excluded. */
  readonly wrong: number;
}

/** The review of a run's suspects, parallel to the lists of `RunOverview`. */
export interface ReviewOverview {
  readonly total: ReviewCounts;
  /** What those reviewed in the order by chance say of all; absent where they are too few. */
  readonly sample?: SampleEstimate | undefined;
  readonly classes: readonly ReviewCounts[];
  readonly pairs: readonly ReviewCounts[];
}

export interface Overview {
  readonly run: RunOverview;
  /** Counts the decisions anew, in time in proportion to the suspects. */
  readonly review: (decisionOf: (image: DecidedImage) => Decision | null) => ReviewOverview;
}

/** Pairs listed beside those of the matrix. */
const LISTED_PAIRS = 200;

/** The numbers of a run's overview page. `columns` are of all its images. */
export function createOverview(
  summary: RunSummary,
  columns: ResultColumns,
  suspects: readonly TableRow[],
): Overview {
  const allPairs = pairCounts(suspects);
  const matrix = matrixClasses(summary.classes, allPairs);
  const inMatrix = new Set(matrix);
  const pairs = allPairs.filter(
    ({ given, suggested }, index) => index < LISTED_PAIRS || (inMatrix.has(given) && inMatrix.has(suggested)),
  );
  const classIndex = new Map(summary.classes.map((name, index) => [name, index]));
  const pairIndex = new Map(pairs.map((pair, index) => [pairKey(pair), index]));
  const chances = Uint32Array.from(suspects, ({ path }) => chanceOf(path));
  return {
    run: {
      classes: classOverviews(summary, columns),
      pairs,
      pairCount: allPairs.length,
      matrix,
      quality: qualityHistogram(columns),
    },
    review: (decisionOf) => {
      const total = noneReviewed();
      const classes = summary.classes.map(noneReviewed);
      const pairReviews = pairs.map(noneReviewed);
      const sample = new SampleTally();
      for (const [index, suspect] of suspects.entries()) {
        const { givenLabel, predictedLabel } = suspect;
        const decision = decisionOf(suspect);
        sample.add(chances[index]!, decision);
        if (!isReviewed(decision)) continue;
        const pair = pairIndex.get(pairKey({ given: givenLabel, suggested: predictedLabel }));
        const counted = [total, classes[classIndex.get(givenLabel) ?? -1], pairReviews[pair ?? -1]];
        for (const counts of counted) {
          if (counts === undefined) continue;
          counts.reviewed++;
          if (isErrorFound(decision)) counts.wrong++;
        }
      }
      return { total, sample: sample.estimate(), classes, pairs: pairReviews };
    },
  };
}

const noneReviewed = () => ({ reviewed: 0, wrong: 0 });

function classOverviews(
  { classes, noise }: RunSummary,
  { givenLabels, isLabelIssue, offTopic }: ResultColumns,
): readonly ClassOverview[] {
  const images = new Int32Array(classes.length);
  const suspects = new Int32Array(classes.length);
  const offTopicImages = new Int32Array(classes.length);
  for (const [image, label] of givenLabels.entries()) {
    images[label]!++;
    suspects[label]! += isLabelIssue[image]!;
    offTopicImages[label]! += offTopic?.flags[image] ?? 0;
  }
  const expected = new Map(
    noise?.byClass.map(({ label, errors, low, high }) => [label, { errors, low, high }]),
  );
  return classes.map((name, index) => ({
    name,
    images: images[index]!,
    suspects: suspects[index]!,
    ...(offTopic && { offTopic: offTopicImages[index]! }),
    expected: expected.get(name),
  }));
}
