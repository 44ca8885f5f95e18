import type { PredictionsRequest } from '../core/run/analyzeRequest';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import { matchPredictions, type MatchedPredictions } from '../dataset/predictions/matchPredictions';
import { byChanceWarning } from './byChance';
import type { Judge, Judgement, PreparedJudge } from './judge';
import type { Dataset } from './prepare';
import { message, type Message } from '../core/words/message';

const PERCENT = 100;

/** Judges by predictions that were made elsewhere: it needs no pixels. */
export function createPredictionsJudge(request: PredictionsRequest, signal: AbortSignal): Judge {
  return { prepare: (dataset) => readPredictions(dataset, request, signal) };
}

/** Reads predictions and matches them to the images. @throws AppError `bad-predictions`, `labels-unreadable`. */
async function* readPredictions(
  { index }: Dataset,
  request: PredictionsRequest,
  signal: AbortSignal,
): AsyncGenerator<Progress, PreparedJudge> {
  yield { phase: 'predictions', done: 0, total: PERCENT };
  const matched = yield* mapSteps(matchPredictions(index, request, signal), ({ done01 }) => ({
    phase: 'predictions' as const,
    done: done01 * PERCENT,
    total: PERCENT,
  }));
  const { images, classes, predProbs, matchedBy } = matched;
  const { file } = request;
  return {
    inputs: [],
    classes,
    choice: { images, whyNotOthers: message('image-no-row', { file }) },
    judge: () =>
      atOnce({
        predProbs,
        origin: { predictions: { file, matchedBy } },
        warnings: warningsOf(matched, file),
      }),
  };
}

/** All that takes time is done. */
async function* atOnce(judgement: Judgement): AsyncGenerator<Progress, Judgement> {
  return Promise.resolve(judgement);
}

function warningsOf(matched: MatchedPredictions, file: string): readonly Message[] {
  const { unpredicted, unmatchedRows, predProbs, labels, classes } = matched;
  const warnings: Message[] = [...matched.warnings];
  if (unpredicted.length > 0)
    warnings.push(message('images-without-row', { images: unpredicted.length, file }));
  if (unmatchedRows > 0) warnings.push(message('rows-without-image', { rows: unmatchedRows, file }));
  const view = { data: predProbs, rows: labels.length, columns: classes.length };
  const { matchedBy } = matched;
  return [...warnings, ...byChanceWarning('predictions-by-chance', labels, { predProbs: view, matchedBy })];
}
