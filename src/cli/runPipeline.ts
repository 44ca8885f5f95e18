import { createPipeline } from '../pipeline/createPipeline';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import { PACKAGES_VARIABLE } from '../core/names';
import {
  describeChecks,
  describeComparison,
  describeNoise,
  describeOffTopic,
} from '../core/words/describeFindings';
import { describeOpinions } from '../core/words/describeOpinions';
import { runSteps } from '../core/steps';
import type { RunResults } from '../core/run/resultColumns';
import type { RunSummary } from '../core/run/run';
import { describeLabelSource } from '../core/words/describeLabelSource';
import { describeStore } from '../core/words/describeStore';
import { openStoreJournal } from '../store/journal/replayJournal';
import { locateStore, storeAt, type StoreLocation } from '../store/location';
import { openRun } from '../store/openRun';
import { readRun } from '../store/runs';
import type { CommandIo } from './commandIo';
import { counted, countedThings } from './counted';
import { ENGLISH, wordingFor, wordKept, wordMessage } from '../core/words/message';
import { showUnseen } from '../core/words/showUnseen';
import { warnIgnored } from './warnIgnored';

export type PipelineIo = CommandIo & { readonly programFolder: string };

export interface FinishedRun {
  readonly summary: RunSummary;
  readonly results: RunResults;
}

/** Runs the pipeline with progress on stderr and reports on the run; undefined when it was cancelled. */
export async function runPipeline(request: AnalyzeRequest, io: PipelineIo): Promise<FinishedRun | undefined> {
  const outcome = await runWithProgress(request, io);
  return outcome.status === 'cancelled' ? undefined : readFinished(request, outcome, io);
}

/** Reads a run that was made, and reports on it. */
export async function readFinished(
  request: AnalyzeRequest,
  outcome: { readonly runId: string; readonly storeFolder: string },
  io: CommandIo,
): Promise<FinishedRun> {
  const location = storeAt(request.root, outcome.storeFolder);
  const summary = await readRun(location, outcome.runId);
  const results = await openRun(location, summary).results();
  const dataset = await locateStore(request.root, request.fallbackStore, {
    cacheParent: request.cacheFolder,
  });
  report(summary, dataset, io);
  const { problems } = await openStoreJournal(dataset);
  warnIgnored(problems, io);
  return { summary, results };
}

async function runWithProgress(request: AnalyzeRequest, io: PipelineIo) {
  const pipeline = createPipeline({
    programFolder: io.programFolder,
    packagesFolder: io.environment[PACKAGES_VARIABLE],
  });
  const log = (message: string) => io.say('info', message);
  const run = pipeline.analyze(request, { signal: io.signal, log });
  try {
    return await runSteps(run, (progress) => io.progress.show(progress));
  } finally {
    io.progress.end();
  }
}

/** How many unreadable files are named before the rest are only counted. */
const NAMED_UNREADABLE = 10;

function report(summary: RunSummary, location: StoreLocation, io: CommandIo): void {
  const { backend, predictions, skipped, unreadable } = summary;
  const wording = wordingFor(summary);
  const how =
    predictions === undefined
      ? `on the ${backend.name} backend (${wordKept(backend.reason)})`
      : `by the predictions in ${predictions.file}`;
  io.say(
    'info',
    `${counted(summary.suspects, 'suspect')} among ${countedThings(summary.images, summary)} of ` +
      `${counted(summary.classes.length, 'class', 'classes')}, ` +
      `in ${ENGLISH.numbers.duration(summary.seconds.total)} ${how}.`,
  );
  const labels = describeLabelSource(summary.labelSource, ENGLISH);
  if (labels !== undefined) io.say('info', labels);
  if (summary.opinions !== undefined)
    for (const sentence of describeOpinions(summary.opinions, wording)) io.say('info', sentence);
  if (summary.noise !== undefined)
    for (const sentence of describeNoise(summary.noise, ENGLISH)) io.say('info', sentence);
  for (const sentence of describeOffTopic(summary.offTopic ?? 0, wording)) io.say('info', sentence);
  if (summary.checks !== undefined)
    for (const sentence of describeChecks(summary.checks, wording)) io.say('info', sentence);
  if (summary.comparison !== undefined) io.say('info', describeComparison(summary.comparison, wording));
  for (const sentence of describeStore(location)) io.say('note', wordMessage(sentence));
  for (const warning of [...(summary.decisionNotes ?? []), ...summary.warnings])
    io.say('warning', wordKept(warning, wording));
  const what = predictions === undefined ? 'Unreadable' : 'Not predicted';
  for (const { path: image, reason } of unreadable.slice(0, NAMED_UNREADABLE))
    io.say('info', `${what}: ${showUnseen(image)} (${wordKept(reason)})`);
  if (unreadable.length > NAMED_UNREADABLE)
    io.say('info', `${what}: ${unreadable.length - NAMED_UNREADABLE} more, all in run.json`);
  const passedOver = [
    [skipped.notImages, 'file that is not an image', 'files that are not images'],
    [skipped.hidden, 'hidden file or folder', 'hidden files and folders'],
    [skipped.unlabelled, 'image without a label', 'images without a label'],
    [skipped.missingFiles, 'image that is listed and not there', 'images that are listed and not there'],
  ] as const;
  for (const [count, one, other] of passedOver)
    if (count > 0) io.say('info', `Skipped: ${counted(count, one, other)}`);
}
