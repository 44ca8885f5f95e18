/** The part of the pipeline that takes the place of training when predictions were made elsewhere. */
import { agreementWithLabels } from '../core/dataset/agreement';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { PredictionsRequest } from '../core/run/analyzeRequest';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import { matchPredictions, type MatchedPredictions } from '../dataset/predictions/matchPredictions';
import type { PredictedImages } from './judgedImages';

export interface AdoptOptions {
  readonly index: DatasetIndex;
  readonly request: PredictionsRequest;
  readonly signal: AbortSignal;
}

const PERCENT = 100;

/** Reads predictions and matches them to the images. @throws AppError `bad-predictions`, `labels-unreadable`. */
export async function* adoptPredictions(options: AdoptOptions): AsyncGenerator<Progress, PredictedImages> {
  const { index, request, signal } = options;
  yield { phase: 'predictions', done: 0, total: PERCENT };
  const matched = yield* mapSteps(matchPredictions(index, request, signal), ({ done01 }) => ({
    phase: 'predictions' as const,
    done: done01 * PERCENT,
    total: PERCENT,
  }));
  return {
    paths: Array.from(matched.images, (image) => index.paths[image]!),
    labels: matched.labels,
    classes: matched.classes,
    predProbs: matched.predProbs,
    unreadable: matched.unpredicted.map((image) => ({
      path: index.paths[image]!,
      givenLabel: index.classes[index.labels[image]!]!,
      reason: `no row in ${request.file}`,
    })),
    warnings: warningsOf(matched, request.file),
    origin: { predictions: { file: request.file, matchedBy: matched.matchedBy } },
  };
}

/** Cohen's kappa below which predictions say next to nothing about the labels. */
const NO_AGREEMENT = 0.1;

function warningsOf(matched: MatchedPredictions, file: string): readonly string[] {
  const { unpredicted, unmatchedRows, predProbs, labels, classes } = matched;
  const warnings: string[] = [];
  if (unpredicted.length > 0)
    warnings.push(
      `${unpredicted.length} images have no row in ${file}; they are not searched and keep their labels.`,
    );
  if (unmatchedRows > 0) warnings.push(`${unmatchedRows} rows of ${file} are about no image of the dataset.`);
  const view = { data: predProbs, rows: labels.length, columns: classes.length };
  if (agreementWithLabels(labels, view) < NO_AGREEMENT)
    warnings.push(
      `The predictions agree with the labels hardly more often than by chance; ` +
        `check that rows and columns are in the right order (${howMatched(matched)}).`,
    );
  return warnings;
}

function howMatched({ matchedBy }: MatchedPredictions): string {
  switch (matchedBy) {
    case 'path-column':
      return 'rows were matched by their path';
    case 'order-file':
      return 'rows were matched in the order of the order file';
    case 'labels-file':
      return 'rows were matched in the order of the label file';
    case 'sorted-paths':
      return 'rows were matched in the order of the sorted paths';
  }
}
