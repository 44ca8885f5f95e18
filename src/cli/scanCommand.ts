import path from 'node:path';
import type { AnalyzeRequest } from '../pipeline/analyzeJob';
import { DEFAULT_ISSUE_FILTER, ISSUE_FILTERS } from '../core/run/issueFilter';
import type { RunSummary } from '../core/run/run';
import { BACKEND_CHOICES, DEFAULT_SEED, LOSS_NAMES, MIRROR_CHOICES, PRESETS } from '../core/run/trainingPlan';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { onlyFolder, parseFlags, refuseFlags, type Flags } from './flags';
import { runPipeline, writeResults } from './runPipeline';
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
  models: { type: 'string' },
  'batch-size': { type: 'string' },
  'learning-rate': { type: 'string' },
  distortion: { type: 'string' },
  mirrors: { type: 'string' },
  'image-size': { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string' },
  backend: { type: 'string' },
  'filter-by': { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
  retrain: { type: 'boolean' },
} as const;

/** What a retraining takes from the run before. */
const PLAN_FLAGS = [
  'preset',
  'loss',
  'gamma',
  'cutoff',
  'active-weight',
  'passive-weight',
  'regularization',
  'delay',
  'epochs',
  'folds',
  'models',
  'batch-size',
  'learning-rate',
  'distortion',
  'mirrors',
  'image-size',
  'seed',
] as const satisfies readonly (keyof typeof OPTIONS)[];

/** `scan <folder>`: the whole pipeline, then the table of images and, with `--json`, an object about the run. */
export async function scanCommand(
  args: readonly string[],
  io: CommandIo & { readonly programFolder: string },
): Promise<ExitCode> {
  const flags = parseFlags(args, OPTIONS);
  const request = toRequest(flags, io);
  const finished = await runPipeline(request, io);
  if (finished === undefined) return EXIT.cancelled;
  await writeResults(finished, flags, io, toJson);
  return EXIT.done;
}

function toRequest(flags: Flags, io: CommandIo): AnalyzeRequest {
  const labelsFile = flags.text('labels');
  const retrain = flags.has('retrain');
  if (retrain)
    refuseFlags(flags, PLAN_FLAGS, 'has no place beside --retrain, which goes on as the run before did');
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
    retrain,
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
      models: flags.integer('models', 1),
      batchSize: flags.integer('batch-size', 1),
      learningRate: flags.number('learning-rate'),
      distortion: flags.number('distortion'),
      mirrors: flags.choice('mirrors', MIRROR_CHOICES),
      imageSize: flags.integer('image-size', 8),
      seed: flags.integer('seed', 0) ?? DEFAULT_SEED,
      workers: flags.integer('workers', 1),
      backend: flags.choice('backend', BACKEND_CHOICES) ?? 'auto',
    },
    filterBy: flags.choice('filter-by', ISSUE_FILTERS) ?? DEFAULT_ISSUE_FILTER,
  };
}

function toJson(summary: RunSummary) {
  const { plan, backend, seconds, checks } = summary;
  return {
    images: summary.images,
    classes: summary.classes.length,
    unreadable: summary.unreadable.length,
    suspects: summary.suspects,
    duplicates: checks?.duplicates,
    contradictions: checks?.contradictions,
    leaks: checks?.leaks,
    faults: checks?.faults,
    backend: backend?.name,
    loss: plan?.loss.name,
    folds: plan?.folds,
    epochs: plan?.epochs,
    imageSize: plan?.imageSize,
    seconds,
    peakRssMb: summary.peakRssMb,
  };
}
