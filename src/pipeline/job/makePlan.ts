import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../../package.json';
import { AppError } from '../../core/appError';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { pictureFile } from '../../core/dataset/imagePlace';
import { divideIntoShards, usualShards } from '../../core/plan/divideIntoShards';
import { PLAN_FILE, type JobPlan, type Shard } from '../../core/plan/jobPlan';
import { IMAGES_OF_PART, listTasks } from '../../core/plan/listTasks';
import { completeEntry } from '../../core/review/completeEntry';
import type { AnalyzeRequest } from '../../core/run/analyzeRequest';
import type { Progress } from '../../core/run/progress';
import { createStopwatch } from '../../core/stopwatch';
import { mapSteps } from '../../core/steps';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { insideOf } from '../../files/insideOf';
import { pixelRoomThatMatters } from '../../ml/plan/plan';
import { readSubjects } from '../../store/journal/decidedSubjects';
import { locateStore } from '../../store/location';
import { createJudge } from '../createJudge';
import { formsFor } from '../decodeForJudge';
import { FOLDER_SOURCE, prepare, type DatasetSource, type PreparedDataset } from '../prepare';
import type { ReviewHistory } from '../reviewHistory';
import { trainsNothing } from './inputsTask';
import { jobFiles, sha256 } from './jobFolder';
import { bytesToRead, lookAtFiles, stateOf, writeShardImages } from './jobImages';
import { planForm } from './plannedForms';
import type { TaskTools } from './taskTools';

export interface PlanOptions {
  /** The job folder, absolute: new, empty, or of a plan that is replaced. What is still right in it is kept. */
  readonly folder: string;
  /** Absent: as many as are useful. */
  readonly shards: number | undefined;
}

/**
 * Divides a search into tasks, and writes down all that they have to know. `plan.json` comes last.
 * @throws AppError `bad-output` for a folder that cannot be one, and whatever the same search would throw at its beginning.
 */
export async function* makePlan(
  request: AnalyzeRequest,
  options: PlanOptions,
  tools: TaskTools,
): AsyncGenerator<Progress, JobPlan> {
  const { root, fallbackStore, cacheFolder } = request;
  await refuseFolder(root, options.folder);
  const location = await locateStore(root, fallbackStore, { cacheParent: cacheFolder });
  const { signal, now } = tools;
  const source = inFolder(options.folder);
  const dataset = yield* prepare({
    source,
    request,
    location,
    cores: 1,
    stopwatch: createStopwatch(now),
    signal,
  });
  try {
    const plan = yield* planDataset(dataset, { request, ...options }, tools);
    await writeFileAtomic(jobFiles.plan(options.folder), [`${JSON.stringify(plan, null, 1)}\n`]);
    return plan;
  } finally {
    await dataset.release();
  }
}

async function refuseFolder(root: string, folder: string): Promise<void> {
  if (insideOf(root, folder) !== undefined || insideOf(folder, root) !== undefined)
    throw new AppError('bad-output', message('plan-in-dataset', { folder, root }));
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw new AppError('bad-output', message('plan-folder-used', { folder }), { cause: error });
  });
  // One that was broken off has no plan yet.
  const isOurs = names.length === 0 || names.includes(PLAN_FILE) || names.includes('images');
  if (!isOurs) throw new AppError('bad-output', message('plan-folder-used', { folder }));
}

/** As always, but decoded images will lie in the job folder. */
const inFolder = (folder: string): DatasetSource => ({
  ...FOLDER_SOURCE,
  look: async (index, options) => {
    const { facts, warnings } = await FOLDER_SOURCE.look(index, {
      ...options,
      cacheFolder: jobFiles.shards(folder),
    });
    const { pixelRoomBytes: room } = facts;
    return {
      facts: { ...facts, ...(room !== undefined && { pixelRoomBytes: pixelRoomThatMatters(room) }) },
      warnings,
    };
  },
});

async function* planDataset(
  dataset: PreparedDataset,
  { request, folder, shards: wanted }: PlanOptions & { readonly request: AnalyzeRequest },
  tools: TaskTools,
): AsyncGenerator<Progress, JobPlan> {
  const { index, history, location } = dataset;
  const judge = yield* createJudge(request, { ...tools, cores: 1, train: trainsNothing }).prepare(dataset);
  const { forms, shown } = await formsFor(dataset, judge, request.options);
  const shards = yield* writeShards(index, { folder, wanted }, tools.signal);
  const trainings = (judge.trainings ?? []).map(({ by, models }) => ({ by, models }));
  const planned = {
    ...{ images: index.paths.length, trainings, shards, imagesOfPart: IMAGES_OF_PART },
    dataset: await describeDataset(index),
  };
  return {
    schema: 1,
    version,
    request,
    ...planned,
    facts: await dataset.facts(),
    sampleWarnings: [...(await dataset.sampleWarnings())],
    decisions: await writeDecisions(jobFiles.decisions(folder), history),
    forms: forms.map(planForm),
    shown: forms.indexOf(shown),
    isMergedHere: location.isFallback || location.cache !== undefined,
    tasks: listTasks(planned),
  };
}

async function* writeShards(
  index: DatasetIndex,
  { folder, wanted }: { readonly folder: string; readonly wanted: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly Shard[]> {
  const looking = lookAtFiles(index, signal);
  const states = yield* mapSteps(looking, (images): Progress => ({ phase: 'discover', images }));
  const bytes = bytesToRead(index, states);
  const shards: Shard[] = [];
  for (const range of divideIntoShards(bytes, wanted ?? usualShards(bytes))) {
    signal.throwIfAborted();
    const { from, to } = range;
    const key = await writeShardImages(jobFiles.images(folder, shards.length), index, { states, range });
    const total = bytes.subarray(from, to).reduce((sum, size) => sum + size, 0);
    shards.push({ first: from, count: to - from, bytes: total, key });
  }
  return shards;
}

/** The decisions as they are now, each with what it is about. @returns their hash. */
async function writeDecisions(file: string, { entries, runs }: ReviewHistory): Promise<string> {
  const subjectOf = await readSubjects(entries, runs);
  const lines = entries.map((entry) => `${JSON.stringify(completeEntry(entry, subjectOf))}\n`).join('');
  await writeFileAtomic(file, [lines]);
  return sha256(lines);
}

async function describeDataset(index: DatasetIndex): Promise<JobPlan['dataset']> {
  const { labelSource, classes, splits, skipped, warnings = [], places, unpacked } = index;
  return {
    ...{ labelSource, classes, splits, skipped, warnings, unpacked },
    hasPlaces: places !== undefined,
    sources: await Promise.all(
      sourcesOf(index).map(async (source) => ({ path: source, mtimeMs: (await stateOf(source))[1] })),
    ),
  };
}

/** Changes are looked for in so many folders. */
const MOST_FOLDERS = 10_000;

/** The folders that images are in, and the files that hold their labels. */
function sourcesOf({ root, paths, places, labelSource }: DatasetIndex): readonly string[] {
  const folders = new Set<string>();
  for (const [image, name] of paths.entries()) {
    if (folders.size === MOST_FOLDERS) break;
    const file = pictureFile({ path: name, place: places?.[image] });
    const end = file.lastIndexOf('/');
    // The root changes with whatever is put there.
    if (end >= 0) folders.add(path.join(root, file.slice(0, end)));
  }
  switch (labelSource.kind) {
    case 'folders':
      return [...folders];
    case 'csv':
      return [...folders, labelSource.file];
    case 'annotations':
      return [...folders, ...labelSource.files.map((file) => path.join(root, file))];
  }
}
