import path from 'node:path';
import type { Progress } from '../../core/run/progress';
import { divideIntoFolds } from '../../ml/train/crossValidate';
import { foldInputsFile, writeFoldInputs } from '../../ml/train/files/foldFiles';
import { createJudge } from '../createJudge';
import { decodeForJudge } from '../decodeForJudge';
import { jobFiles, refuseReplaced, writeParcel, type Job } from './jobFolder';
import { openPlanned } from './plannedDataset';
import { createShardReader } from './shardRows';
import type { TaskTools } from './taskTools';

/** Of each readable image, its place among those that are judged; negative: it is not judged. */
export interface Positions {
  readonly positions: Int32Array;
}

/** As the pipeline until there is something to train: that is written down. @returns its outputs. */
export async function* writeInputs(job: Job, tools: TaskTools): AsyncGenerator<Progress, readonly string[]> {
  const { request } = job.plan;
  const dataset = yield* openPlanned(job);
  const judge = yield* createJudge(request, { ...tools, cores: 1, train: trainsNothing }).prepare(dataset);
  const decoded = yield* decodeForJudge(dataset, judge, {
    options: request.options,
    decode: createShardReader(job),
    decodeWorkerFile: path.join(tools.programFolder, 'decodeWorker.js'),
    cores: tools.threads,
    now: tools.now,
    signal: tools.signal,
  });
  const outputs: string[] = [];
  for (const { by, task } of judge.trainings ?? []) {
    const folder = jobFiles.folds(job.folder, by);
    await refuseReplaced(job);
    await writeFoldInputs({ folder, key: job.key }, divideIntoFolds(await task(decoded)));
    outputs.push(foldInputsFile(folder));
  }
  const file = jobFiles.positions(job.folder);
  const content: Positions = { positions: decoded.positions };
  await writeParcel(job, { file, key: job.key, content });
  return [...outputs, file];
}

/** A judge is asked here for what it would train. */
export function trainsNothing(): never {
  throw new Error('Nothing is trained here.');
}
