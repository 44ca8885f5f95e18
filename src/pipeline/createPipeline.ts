import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { AnalyzeOutcome, AnalyzeRequest } from '../core/run/analyzeRequest';
import type { Progress } from '../core/run/progress';
import type { ScanOptions } from '../core/run/scanOptions';
import { crossValidate } from '../ml/train/crossValidate';
import { createThreadSchedule } from '../ml/train/threadSchedule';
import { createBackendSpeeds } from '../store/backendSpeeds';
import { cacheFolder } from '../store/location';
import { analyze, HERE } from './analyze';
import { createJudge, type JudgeTools } from './createJudge';
import type { Judge } from './judge';
import type { Train } from './networkJudge';

/** What a program that runs the pipeline has to say of itself. */
export interface ProgramEnvironment {
  /** The folder of the built program, with its workers and wasm files. */
  readonly programFolder: string;
  /** The folder into which optional packages have been installed. */
  readonly packagesFolder?: string | undefined;
  /** How the images of a request are judged; absent: as `createJudge` decides. */
  readonly createJudge?: (request: AnalyzeRequest, tools: JudgeTools) => Judge;
}

/** One call of the pipeline. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly log?: ((message: string) => void) | undefined;
}

export interface Pipeline {
  /** See `analyze`. */
  analyze(request: AnalyzeRequest, watch: Watch): AsyncGenerator<Progress, AnalyzeOutcome>;
}

/** The pipeline, composed for a program: the trainer process, the command line, a bench. */
export function createPipeline(program: ProgramEnvironment): Pipeline {
  const { programFolder, packagesFolder, createJudge: judgeOf = createJudge } = program;
  const cores = availableParallelism();
  return {
    analyze: (request, watch) => {
      const { signal } = watch;
      const train = trainInThreads(request.options, program, watch);
      return analyze(request, {
        executors: HERE,
        judge: judgeOf(request, { cores, train, signal, programFolder, packagesFolder }),
        decodeWorkerFile: path.join(programFolder, 'decodeWorker.js'),
        wasmFolder: programFolder,
        cores,
        now: () => new Date(),
        signal,
      });
    },
  };
}

function trainInThreads(
  { backend, workers }: ScanOptions,
  { programFolder, packagesFolder }: ProgramEnvironment,
  { signal, log = () => undefined }: Watch,
): Train {
  return (task, store) => {
    const schedule = createThreadSchedule({
      foldWorkerFile: path.join(programFolder, 'foldWorker.js'),
      wasmFolder: programFolder,
      packagesFolder,
      threads: workers,
      backend,
      speeds: createBackendSpeeds(cacheFolder(store)),
      log,
    });
    return crossValidate(task, { schedule, log }, signal);
  };
}
