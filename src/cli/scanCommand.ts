import { availableParallelism } from 'node:os';
import path from 'node:path';
import { analyze, type AnalyzeRequest } from '../analyze';
import { DEFAULT_ISSUE_FILTER, ISSUE_FILTERS } from '../core/issueFilter';
import { RESULT_COLUMNS } from '../core/names';
import { resultCells } from '../core/resultRows';
import type { ResultRow, RunSummary } from '../core/run';
import { BACKEND_CHOICES, DEFAULT_SEED, LOSS_NAMES, PRESETS } from '../core/trainingPlan';
import { createCnnLearner } from '../ml/cnnLearner';
import { csvChunks, writeCsv } from '../store/csvFile';
import { locateStore } from '../store/location';
import { readResults, readRun } from '../store/runs';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { onlyFolder, parseFlags, type Flags } from './flags';
import { createProgressLine } from './progressLine';
import { userCacheFolder } from './userCacheFolder';

const OPTIONS = {
  labels: { type: 'string' },
  'path-column': { type: 'string' },
  'label-column': { type: 'string' },
  preset: { type: 'string' },
  loss: { type: 'string' },
  gamma: { type: 'string' },
  cutoff: { type: 'string' },
  'active-weight': { type: 'string' },
  'passive-weight': { type: 'string' },
  regularization: { type: 'string' },
  delay: { type: 'string' },
  epochs: { type: 'string' },
  folds: { type: 'string' },
  'image-size': { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string' },
  backend: { type: 'string' },
  'filter-by': { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `scan <folder>`: the whole pipeline, then the table of images and, with `--json`, an object about the run. */
export async function scanCommand(
  args: readonly string[],
  io: CommandIo & { readonly programFolder: string },
): Promise<ExitCode> {
  const flags = parseFlags(args, OPTIONS);
  const request = toRequest(flags, io);
  const outcome = await runWithProgress(request, io);
  if (outcome.status === 'cancelled') {
    io.writeError('Cancelled; nothing was written.\n');
    return EXIT.cancelled;
  }
  const location = await locateStore(request.root, request.fallbackStore);
  const [summary, results] = await Promise.all([
    readRun(location, outcome.runId),
    readResults(location, outcome.runId),
  ]);
  report(summary, location.isFallback ? location.folder : undefined, io);
  const out = flags.text('out');
  if (out !== undefined) await writeCsv(path.resolve(out), RESULT_COLUMNS, cellsOf(results));
  if (flags.has('json')) await io.writeOut(`${JSON.stringify(toJson(summary))}\n`);
  else if (out === undefined)
    for (const chunk of csvChunks(RESULT_COLUMNS, cellsOf(results))) await io.writeOut(chunk);
  return EXIT.done;
}

function toRequest(flags: Flags, io: CommandIo): AnalyzeRequest {
  const labelsFile = flags.text('labels');
  return {
    root: path.resolve(onlyFolder(flags, 'scan')),
    labels:
      labelsFile === undefined
        ? undefined
        : {
            file: path.resolve(labelsFile),
            pathColumn: flags.text('path-column'),
            labelColumn: flags.text('label-column'),
          },
    fallbackStore: userCacheFolder(io.environment, process.platform),
    options: {
      preset: flags.choice('preset', PRESETS) ?? 'balanced',
      loss: flags.choice('loss', LOSS_NAMES),
      gamma: flags.number('gamma'),
      cutoff: flags.number('cutoff'),
      activeWeight: flags.number('active-weight'),
      passiveWeight: flags.number('passive-weight'),
      regularization: flags.number('regularization'),
      delayEpochs: flags.integer('delay', 0),
      epochs: flags.integer('epochs', 1),
      folds: flags.integer('folds', 1),
      imageSize: flags.integer('image-size', 8),
      seed: flags.integer('seed', 0) ?? DEFAULT_SEED,
      workers: flags.integer('workers', 1),
      backend: flags.choice('backend', BACKEND_CHOICES) ?? 'auto',
    },
    filterBy: flags.choice('filter-by', ISSUE_FILTERS) ?? DEFAULT_ISSUE_FILTER,
  };
}

async function runWithProgress(request: AnalyzeRequest, io: CommandIo & { readonly programFolder: string }) {
  const line = createProgressLine(io);
  const run = analyze(request, {
    createLearner: (backend) =>
      createCnnLearner({
        foldWorkerFile: path.join(io.programFolder, 'foldWorker.js'),
        wasmFolder: io.programFolder,
        backend,
        log: (message) => io.writeError(`${message}\n`),
      }),
    cores: availableParallelism(),
    now: () => new Date(),
    signal: io.signal,
  });
  try {
    for (;;) {
      const step = await run.next();
      if (step.done === true) return step.value;
      line.show(step.value);
    }
  } finally {
    line.end();
  }
}

function* cellsOf(results: Iterable<ResultRow>): Generator<readonly string[]> {
  for (const row of results) yield resultCells(row);
}

/** How many unreadable files are named before the rest are only counted. */
const NAMED_UNREADABLE = 10;

function report(summary: RunSummary, fallbackFolder: string | undefined, io: CommandIo): void {
  const { backend, skipped, unreadable } = summary;
  io.writeError(
    `${summary.suspects} suspects among ${summary.images} images of ${summary.classes.length} classes, ` +
      `in ${summary.seconds.total.toFixed(0)} s on the ${backend.name} backend (${backend.reason}).\n`,
  );
  if (fallbackFolder !== undefined)
    io.writeError(`The folder is read-only; the run is kept in ${fallbackFolder} instead.\n`);
  for (const warning of summary.warnings) io.writeError(`Warning: ${warning}\n`);
  for (const { path: image, reason } of unreadable.slice(0, NAMED_UNREADABLE))
    io.writeError(`Unreadable: ${image} (${reason})\n`);
  if (unreadable.length > NAMED_UNREADABLE)
    io.writeError(`Unreadable: ${unreadable.length - NAMED_UNREADABLE} more, all in run.json\n`);
  const passedOver = [
    [skipped.notImages, 'files that are not images'],
    [skipped.hidden, 'hidden files and folders'],
    [skipped.unlabelled, 'images without a label'],
    [skipped.missingFiles, 'rows of the CSV without an image'],
  ] as const;
  for (const [count, what] of passedOver) if (count > 0) io.writeError(`Skipped: ${count} ${what}\n`);
}

function toJson(summary: RunSummary) {
  const { plan, seconds } = summary;
  return {
    images: summary.images,
    classes: summary.classes.length,
    unreadable: summary.unreadable.length,
    suspects: summary.suspects,
    backend: summary.backend.name,
    loss: plan.loss.name,
    folds: plan.folds,
    epochs: plan.epochs,
    imageSize: plan.imageSize,
    seconds,
    peakRssMb: summary.peakRssMb,
  };
}
