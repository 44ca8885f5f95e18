/** THE pipeline: the trainer process, the command line and the tests are three thin drivers of it. */
import { rm } from 'node:fs/promises';
import { adoptPredictions } from './adoptPredictions';
import type { AnalyzeEnvironment, AnalyzeJob } from './analyzeJob';
import { checkPredictedImages } from './checkPredictedImages';
import type { AnalyzeOutcome, AnalyzeRequest, PredictionsRequest } from '../core/run/analyzeRequest';
import { compareSuspects } from '../core/run/compareSuspects';
import { settleContradictions } from '../core/duplicates/settleContradictions';
import { summarizeChecks, type ImageChecks } from '../core/dataset/imageChecks';
import type { Progress } from '../core/run/progress';
import { isReviewed } from '../core/review/review';
import { reviewedLabels } from '../core/review/reviewedLabels';
import type { RunFacts, RunSummary } from '../core/run/run';
import { createStopwatch } from '../core/stopwatch';
import { summarizeNoise } from '../core/run/summarizeNoise';
import { findingsToResults, findSuspects, type Findings } from '../core/run/findings';
import { discover } from '../dataset/discover';
import { makeThumbnails } from '../dataset/cache/thumbnails';
import type { JudgedImages } from './judgedImages';
import { openPixels } from '../files/openPixels';
import { readReviewHistory } from './reviewHistory';
import { writeEvidence } from '../store/evidence';
import { writeChecks } from '../store/imageChecks';
import { checkpointsFolder, ensureStore, locateStore, type StoreLocation } from '../store/location';
import { writeModels } from '../store/models';
import { lockRuns } from '../store/runLock';
import { createRunId, writeRun } from '../store/runs';
import { thumbnailFile } from '../store/thumbnailFile';
import { trainOnImages } from './trainOnImages';

/**
 * Discovers, decodes, plans, learns, detects and writes one run, yielding progress.
 * @throws AppError for everything the user can mend; cancelling resolves as `cancelled` and writes no run.
 */
export async function* analyze(
  request: AnalyzeRequest,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const location = await locateStore(request.root, request.fallbackStore);
  try {
    return yield* analyzeInto(location, request, environment);
  } catch (error) {
    if (environment.signal.aborted) return { status: 'cancelled' };
    throw error;
  }
}

async function* analyzeInto(
  location: StoreLocation,
  request: AnalyzeRequest,
  environment: AnalyzeEnvironment,
): AsyncGenerator<Progress, AnalyzeOutcome> {
  const { root, labels } = request;
  const stopwatch = createStopwatch(environment.now);
  yield { phase: 'discover', images: 0 };
  const index = yield* discover({ root, labels, signal: environment.signal });
  stopwatch.lap('discover');
  await ensureStore(location);
  const release = await lockRuns(location);
  try {
    const history = await readReviewHistory(location);
    return yield* analyzeIndex({ index, location, history, request, environment, stopwatch });
  } finally {
    await release();
  }
}

async function* analyzeIndex(job: AnalyzeJob): AsyncGenerator<Progress, AnalyzeOutcome> {
  const { index, location, history, request, stopwatch } = job;
  const { signal, cores } = job.environment;
  const judged = yield* request.predictions === undefined
    ? trainOnImages(job)
    : judgeByPredictions(job, request.predictions);

  yield { phase: 'detect' };
  const { labels, reviewStatus, decided } = reviewedLabels(judged, history.decisionOf);
  const found = findSuspects({
    ...judged,
    labels,
    review: decided === 0 ? undefined : { givenLabels: judged.labels, reviewStatus },
    filterBy: request.filterBy,
  });
  const findings = settle(judged, found, reviewStatus);
  stopwatch.lap('detect');
  yield* makeThumbnails({
    root: index.root,
    paths: shownPaths(findings, judged.checks),
    fileOf: (image) => thumbnailFile(location, image),
    cores,
    signal,
  });
  const summary = summarize(job, { ...judged, decided, reviewStatus }, findings);
  await writeChecks(location, summary.id, { ...judged.checks, paths: judged.paths });
  await keepEvidence(job, summary.id, { findings, judged });
  if (judged.training?.trained !== undefined)
    await writeModels(location, summary.id, judged.training.trained);
  await writeRun(location, { summary, results: findingsToResults(findings), predProbs: judged.predProbs });
  // From now on there is nothing to go on with; the state of a search is of no concern to predictions made elsewhere.
  if (judged.training !== undefined) await rm(checkpointsFolder(location), { recursive: true, force: true });
  return { status: 'done', runId: summary.id, storeFolder: location.folder };
}

async function* judgeByPredictions(
  job: AnalyzeJob,
  request: PredictionsRequest,
): AsyncGenerator<Progress, JudgedImages> {
  const { index, environment, stopwatch } = job;
  const judged = yield* adoptPredictions({ index, request, signal: environment.signal });
  const checked = yield* checkPredictedImages(job, judged);
  stopwatch.lap('decode');
  return checked;
}

/** Contradictions come first, whatever the network says of them. */
function settle(
  { checks, predProbs, classes, paths }: JudgedImages,
  findings: Findings,
  reviewStatus: Uint8Array,
): Findings {
  const view = { data: predProbs, rows: paths.length, columns: classes.length };
  return settleContradictions(findings, checks.groups, { predProbs: view, reviewStatus });
}

function summarize(
  { index, history, request, stopwatch }: AnalyzeJob,
  judged: JudgedImages & { readonly decided: number; readonly reviewStatus: Uint8Array },
  findings: Findings,
): RunSummary {
  const facts: RunFacts = {
    schema: 2,
    id: createRunId(stopwatch.startedAt),
    createdAt: stopwatch.startedAt.toISOString(),
    labelSource: index.labelSource,
    classes: judged.classes,
    images: findings.paths.length,
    unreadable: judged.unreadable,
    skipped: index.skipped,
    suspects: findings.issueCount,
    checks: summarizeChecks(judged.checks, { ...judged, splits: index.splits }),
    splits: index.splits,
    decided: judged.decided,
    comparison:
      history.before &&
      compareSuspects(history.before, new Set(pathsWhere(findings.isLabelIssue, findings)), (image) =>
        isReviewed(history.decisionOf(image)),
      ),
    noise: summarizeNoise(findings, judged.reviewStatus),
    memorization: judged.memorization,
    filterBy: request.filterBy,
    seconds: stopwatch.seconds(),
    peakRssMb: peakRssMb(),
    warnings: judged.warnings,
  };
  return { ...facts, ...judged.origin };
}

async function keepEvidence(
  { location }: AnalyzeJob,
  runId: string,
  { findings, judged }: { readonly findings: Findings; readonly judged: JudgedImages },
): Promise<void> {
  const { training, places } = judged;
  const images = openPixels(judged.pixels);
  try {
    await writeEvidence(location, runId, { findings, learned: training?.learned, images, places });
  } finally {
    images.close();
  }
}

/** Those that a gallery shows: suspects, copies and faults, in rank order. */
function shownPaths(findings: Findings, { groups, faults }: ImageChecks): string[] {
  const isShown = findings.isLabelIssue.slice();
  for (const { images } of groups) for (const image of images) isShown[image] = 1;
  for (const images of Object.values(faults)) for (const image of images) isShown[image] = 1;
  return pathsWhere(isShown, findings);
}

function pathsWhere(isWanted: Uint8Array, { order, paths }: Findings): string[] {
  return Array.from(order)
    .filter((image) => isWanted[image] === 1)
    .map((image) => paths[image]!);
}

/** The largest resident memory this process, fold workers included, has had. */
function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
