import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { AppError, dataToAppError } from '../../core/appError';
import { PACKAGES_VARIABLE } from '../../core/names';
import { folderContentsSchema, type FolderContents } from '../../core/dataset/folders/folderContents';
import {
  analyzeOutcomeSchema,
  type AnalyzeOutcome,
  type AnalyzeRequest,
} from '../../core/run/analyzeRequest';
import { forecastSchema, type Forecast, type ForecastRequest } from '../../core/run/forecast';
import {
  planOutcomeSchema,
  type MergeRequest,
  type PlanOutcome,
  type PlanRequest,
} from '../../core/run/jobRequests';
import { progressSchema, type Progress } from '../../core/run/progress';
import {
  similarOutcomeSchema,
  type SimilarOutcome,
  type SimilarRequest,
} from '../../core/run/similarRequest';
import {
  writeBackOutcomeSchema,
  type WriteBackOutcome,
  type WriteBackRequest,
} from '../../core/writeBack/writeBackRequest';
import {
  initializeResultSchema,
  logSchema,
  NOTIFICATIONS,
  PROTOCOL_VERSION,
  REQUESTS,
  type InspectParams,
} from '../protocol';
import { forwardLines } from './forwardLines';
import { message } from '../../core/words/message';

export interface TrainerOptions {
  /** The built trainer, `dist/trainer.js`. */
  readonly trainerFile: string;
  /** Where optional backends are installed, unless the environment names another folder. */
  readonly packagesFolder?: string;
  /** The Node to run it on, where it is not the one that runs this. */
  readonly node?: string | undefined;
  /** Receives what the trainer logs and prints. */
  readonly log: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly handshakeTimeoutMs?: number;
}

/** A running trainer process, good for one run. */
export interface Trainer {
  readonly pid: number;
  /** @throws AppError what the trainer reported, or `trainer-crashed`. */
  inspect(params: InspectParams, signal?: AbortSignal): Promise<FolderContents>;
  /** @throws AppError what the trainer reported, or `trainer-crashed`; when it is aborted, something. */
  forecast(request: ForecastRequest, signal: AbortSignal): Promise<Forecast>;
  /** Aborting resolves as `cancelled` within a second, even when the trainer does not answer. */
  analyze(request: AnalyzeRequest, signal: AbortSignal): Promise<AnalyzeOutcome>;
  /** @throws AppError what the trainer reported, or `trainer-crashed`; when it is aborted, something. */
  similar(request: SimilarRequest, signal: AbortSignal): Promise<SimilarOutcome>;
  /** @throws AppError what the trainer reported, or `trainer-crashed`; when it is aborted, something. */
  writeBack(request: WriteBackRequest, signal: AbortSignal): Promise<WriteBackOutcome>;
  /** @throws AppError what the trainer reported, or `trainer-crashed`; when it is aborted, something. */
  plan(request: PlanRequest, signal: AbortSignal): Promise<PlanOutcome>;
  /** Aborting resolves as `cancelled` within a second, even when the trainer does not answer. */
  merge(request: MergeRequest, signal: AbortSignal): Promise<AnalyzeOutcome>;
  /** Ends the process; resolves when it is gone. */
  dispose(): Promise<void>;
}

/** Loading the bundle takes well under a second; a cold, busy disk may take many. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** How long a cancelled run may take to say so before its process is ended instead. */
const CANCEL_GRACE_MS = 600;
/** How long each step of ending the process has to work. */
const STOP_STEP_MS = 150;

/** Starts the trainer process and shakes hands. @throws AppError `trainer-crashed`, `trainer-incompatible`. */
export async function startTrainer(options: TrainerOptions): Promise<Trainer> {
  const child = fork(options.trainerFile, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    ...(options.node !== undefined && { execPath: options.node }),
    env: {
      ...(options.packagesFolder !== undefined && { [PACKAGES_VARIABLE]: options.packagesFolder }),
      ...process.env,
      UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())),
    },
  });
  const reason = forwardLines(child, options.log);
  const gone = whenGone(child, reason);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  // Errors of the channel end the process; `gone` then answers whoever waits.
  connection.onError(() => void stopProcess(child));
  listen(connection, options);

  const request = createRequest(connection, gone);
  const dispose = async (): Promise<void> => {
    connection.dispose();
    await stopProcess(child);
  };

  try {
    const { pid } = await withDeadline(
      request(REQUESTS.initialize, { protocolVersion: PROTOCOL_VERSION }, initializeResultSchema),
      options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
    );
    return {
      pid,
      inspect: (params, signal) => request(REQUESTS.inspect, params, folderContentsSchema, signal),
      forecast: (params, signal) => request(REQUESTS.forecast, params, forecastSchema, signal),
      analyze: (params, signal) =>
        cancellable(() => request(REQUESTS.analyze, params, analyzeOutcomeSchema, signal), signal, dispose),
      similar: (params, signal) => request(REQUESTS.similar, params, similarOutcomeSchema, signal),
      writeBack: (params, signal) => request(REQUESTS.writeBack, params, writeBackOutcomeSchema, signal),
      plan: (params, signal) => request(REQUESTS.plan, params, planOutcomeSchema, signal),
      merge: (params, signal) =>
        cancellable(() => request(REQUESTS.merge, params, analyzeOutcomeSchema, signal), signal, dispose),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Sends requests; each is answered by the trainer, or by its end. */
function createRequest(connection: MessageConnection, gone: Promise<never>) {
  return async <T>(
    method: string,
    params: object,
    schema: v.GenericSchema<unknown, T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const cancellation = new CancellationTokenSource();
    const onAbort = () => cancellation.cancel();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      const reply: unknown = await Promise.race([
        connection.sendRequest(method, params, cancellation.token),
        gone,
      ]);
      return v.parse(schema, reply);
    } catch (error) {
      throw responseToError(error);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      cancellation.dispose();
    }
  };
}

function listen(connection: MessageConnection, options: TrainerOptions): void {
  connection.onNotification(NOTIFICATIONS.progress, (raw: unknown) => {
    const progress = v.safeParse(progressSchema, raw);
    if (progress.success) options.onProgress(progress.output);
  });
  connection.onNotification(NOTIFICATIONS.log, (raw: unknown) => {
    const entry = v.safeParse(logSchema, raw);
    if (entry.success) options.log(entry.output.message);
  });
  connection.listen();
}

/** Rejects when the process has ended, for whatever reason; never resolves. */
function whenGone(child: ChildProcess, reason: () => string): Promise<never> {
  const gone = new Promise<never>((_, reject) => {
    child.once('error', (cause) => {
      const why = message('trainer-not-started', { why: cause.message });
      reject(new AppError('trainer-crashed', why, { cause }));
    });
    child.once('close', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      const said = reason();
      const why =
        said === '' ? message('trainer-stopped', { how }) : message('trainer-stopped-saying', { how, said });
      reject(new AppError('trainer-crashed', why));
    });
  });
  // Nobody may be waiting when the process ends as it should.
  gone.catch(() => undefined);
  return gone;
}

function responseToError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  return dataToAppError(error.data) ?? error;
}

/** After an abort the run has a moment to stop by itself; then `dispose` ends its process. */
async function cancellable(
  run: () => Promise<AnalyzeOutcome>,
  signal: AbortSignal,
  dispose: () => Promise<void>,
): Promise<AnalyzeOutcome> {
  const isAborted = () => signal.aborted;
  if (isAborted()) return { status: 'cancelled' };
  const settled = new AbortController();
  const forced = once(signal, 'abort', { signal: settled.signal })
    .then(() => sleep(CANCEL_GRACE_MS, undefined, { signal: settled.signal }))
    .then(dispose)
    .then((): AnalyzeOutcome => ({ status: 'cancelled' }));
  try {
    return await Promise.race([run(), forced]);
  } catch (error) {
    if (!isAborted()) throw error;
    await dispose();
    return { status: 'cancelled' };
  } finally {
    settled.abort();
  }
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const settled = new AbortController();
  const deadline = sleep(timeoutMs, undefined, { signal: settled.signal }).then(() => {
    throw new AppError('trainer-crashed', message('trainer-silent', { seconds: timeoutMs / 1000 }));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    settled.abort();
  }
}

/** Ends a child process in steps from asking to forcing; resolves when it is gone. */
async function stopProcess(child: ChildProcess): Promise<void> {
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (hasEnded()) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.disconnect(); // the trainer exits on it
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await Promise.race([ended, sleep(STOP_STEP_MS, undefined, { ref: false })]);
    if (hasEnded()) return;
    child.kill(signal);
  }
  await ended;
}
