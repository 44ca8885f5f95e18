import type { DatasetIndex } from '../core/dataset/dataset';
import type { ImageChecks } from '../core/dataset/imageChecks';
import { isReviewed } from '../core/review/review';
import type { AnalyzeOutcome } from '../core/run/analyzeRequest';
import { compareSuspects, type SuggestedLabels } from '../core/run/compareSuspects';
import { findingsToResults, type Findings } from '../core/run/findings';
import type { IssueFilter } from '../core/run/issueFilter';
import type { Progress } from '../core/run/progress';
import type { RunFacts, RunSummary } from '../core/run/run';
import { summarizeNoise } from '../core/run/summarizeNoise';
import type { Stopwatch } from '../core/stopwatch';
import { makeThumbnails } from '../dataset/cache/thumbnails';
import { openPixels } from '../files/pixels/openPixels';
import { writeEvidence } from '../store/evidence';
import { writeChecks } from '../store/imageChecks';
import { removeCheckpoints } from '../store/location';
import { writeModels } from '../store/models';
import { writeNetworkPredictions } from '../store/networkPredictions';
import { createRunId, timeOfNewRun, writeRun } from '../store/runs';
import { thumbnailFile } from '../store/thumbnailFile';
import type { JudgedImages } from './judgeImages';
import type { EmbeddingFindings } from './lookAtEmbeddings';
import type { Dataset } from './prepare';
import { describeDecisions } from '../core/words/describeDecisions';
import { aboutThing, keepSentence, message, type Message } from '../core/words/message';
import { thingOf } from '../core/run/resultRows';

/** A run, and the folder of the store that it is in. */
export type NamedRun = Pick<Extract<AnalyzeOutcome, { readonly status: 'done' }>, 'runId' | 'storeFolder'>;

/** A run that is worked out and not yet written. */
export interface FinishedWork {
  readonly dataset: Dataset;
  readonly judged: JudgedImages;
  readonly findings: Findings;
  /** Absent where there are no embeddings to look at. */
  readonly byEmbeddings: EmbeddingFindings | undefined;
  readonly filterBy: IssueFilter;
  readonly stopwatch: Stopwatch;
  readonly cores: number;
  readonly signal: AbortSignal;
  readonly onNamed?: (run: NamedRun) => Promise<void>;
}

/** Writes a run, its table last, and makes the thumbnails that a gallery will show. @returns the run's id. */
export async function* keep(work: FinishedWork): AsyncGenerator<Progress, string> {
  const { dataset, judged, findings, byEmbeddings, cores, signal } = work;
  const { index, location } = dataset;
  const placeOf = placesByPath(index);
  yield* makeThumbnails({
    folders: index,
    images: shownPaths(findings, judged.checks, byEmbeddings?.offTopic.flags).map((image) => ({
      path: image,
      place: placeOf?.(image),
    })),
    fileOf: (image) => thumbnailFile(location, image),
    cores,
    signal,
  });
  const summary = summarize(work, await dataset.sampleWarnings());
  const { id } = summary;
  const { checks, paths, predProbs, networkPredictions, trained, evidence } = judged;
  await writeChecks(location, id, { ...checks, paths });
  await keepEvidence(work, id);
  if (networkPredictions !== undefined)
    await writeNetworkPredictions(location, id, { ...networkPredictions, images: paths.length });
  if (trained !== undefined) await writeModels(location, id, trained);
  const { contentHashes } = judged;
  const results = { ...findingsToResults(findings), offTopic: byEmbeddings?.offTopic, contentHashes };
  const places = placeOf && paths.map(placeOf);
  await work.onNamed?.({ runId: id, storeFolder: location.folder });
  await writeRun(location, { summary, results: { ...results, ...(places && { places }) }, predProbs });
  // From now on there is nothing to go on with; the state of a search is of no concern to predictions made elsewhere.
  if (evidence !== undefined) await removeCheckpoints(location);
  return id;
}

/** Undefined where all images are whole files. */
function placesByPath({ paths, places }: DatasetIndex) {
  if (places === undefined) return undefined;
  const byPath = new Map(paths.map((image, i) => [image, places[i]]));
  return (image: string) => byPath.get(image);
}

async function keepEvidence(
  { dataset, judged, findings, byEmbeddings }: FinishedWork,
  runId: string,
): Promise<void> {
  const { evidence: learned, places } = judged;
  const images = openPixels(judged.readable.pixels);
  try {
    await writeEvidence(dataset.location, runId, { findings, learned, ...byEmbeddings, images, places });
  } finally {
    images.close();
  }
}

function summarize(work: FinishedWork, sampleWarnings: readonly Message[]): RunSummary {
  const { dataset, judged, findings, byEmbeddings, filterBy, stopwatch } = work;
  const { index, history } = dataset;
  const { placement } = judged;
  const createdAt = timeOfNewRun(
    stopwatch.startedAt,
    history.runs.map((run) => run.summary),
  );
  const thing = thingOf(index);
  const kept = (sentence: Message | string) =>
    keepSentence(typeof sentence === 'string' ? sentence : aboutThing(sentence, thing));
  const isDatedLater = createdAt > stopwatch.startedAt;
  const facts: RunFacts = {
    schema: 2,
    id: createRunId(createdAt),
    createdAt: createdAt.toISOString(),
    labelSource: index.labelSource,
    classes: judged.classes,
    images: findings.paths.length,
    ...(index.places && { hasPlaces: true as const }),
    thing,
    unreadable: judged.unjudged,
    skipped: index.skipped,
    suspects: findings.issueCount,
    offTopic: byEmbeddings?.offTopic.flags.reduce((count, flag) => count + flag, 0),
    checks: judged.checkSummary,
    splits: index.splits,
    decided: judged.decided,
    ...(placement.unplaced.length > 0 && { unplaced: [...placement.unplaced] }),
    decisionNotes: describeDecisions(placement, history.log).map(kept),
    comparison:
      history.before &&
      compareSuspects(history.before, suggestedLabels(findings), (image) =>
        isReviewed(placement.decisions.get(image) ?? null),
      ),
    noise: summarizeNoise(findings, judged.reviewStatus),
    memorization: judged.memorization,
    filterBy,
    seconds: stopwatch.seconds(),
    peakRssMb: peakRssMb(),
    warnings: [
      ...(index.warnings ?? []),
      ...sampleWarnings,
      ...judged.warnings,
      ...(isDatedLater ? [message('run-dated-later', { time: createdAt.toISOString() })] : []),
    ].map(kept),
  };
  return 'plan' in judged.origin
    ? { ...facts, ...judged.origin, opinions: judged.opinions }
    : { ...facts, ...judged.origin };
}

function suggestedLabels(findings: Findings): SuggestedLabels {
  const { paths, classes, predictedLabels, isLabelIssue } = findingsToResults(findings);
  return new Map(
    [...paths.entries()].flatMap(([image, path]) =>
      isLabelIssue[image] === 1 ? [[path, classes[predictedLabels[image]!]!] as const] : [],
    ),
  );
}

/** Those that a gallery shows: suspects, images of no class, copies and faults, in rank order. */
function shownPaths(
  findings: Findings,
  { groups, faults }: ImageChecks,
  offTopic: Uint8Array | undefined,
): string[] {
  const isShown = findings.isLabelIssue.map((flag, image) => flag | (offTopic?.[image] ?? 0));
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
