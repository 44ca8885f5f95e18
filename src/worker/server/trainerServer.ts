import * as v from 'valibot';
import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import { AppError, appErrorToData, type AppErrorData } from '../../core/appError';
import type { FolderContents } from '../../core/dataset/folders/folderContents';
import {
  analyzeRequestSchema,
  type AnalyzeOutcome,
  type AnalyzeRequest,
} from '../../core/run/analyzeRequest';
import { forecastRequestSchema, type Forecast, type ForecastRequest } from '../../core/run/forecast';
import {
  mergeRequestSchema,
  planRequestSchema,
  type MergeRequest,
  type PlanOutcome,
  type PlanRequest,
} from '../../core/run/jobRequests';
import type { Progress } from '../../core/run/progress';
import {
  similarRequestSchema,
  type SimilarOutcome,
  type SimilarRequest,
} from '../../core/run/similarRequest';
import { runSteps } from '../../core/steps';
import {
  writeBackRequestSchema,
  type WriteBackOutcome,
  type WriteBackRequest,
} from '../../core/writeBack/writeBackRequest';
import {
  initializeParamsSchema,
  inspectParamsSchema,
  NOTIFICATIONS,
  PROTOCOL_VERSION,
  REQUESTS,
  type InitializeResult,
  type InspectParams,
  type LogMessage,
} from '../protocol';
import { message } from '../../core/words/message';

/** What the trainer process does when asked; what takes long reports progress as it goes. */
export interface TrainerHandlers {
  inspect(params: InspectParams, signal: AbortSignal): Promise<FolderContents>;
  forecast(request: ForecastRequest, signal: AbortSignal): Promise<Forecast>;
  analyze(
    request: AnalyzeRequest,
    signal: AbortSignal,
    log: (message: string) => void,
  ): AsyncGenerator<Progress, AnalyzeOutcome>;
  similar(request: SimilarRequest, signal: AbortSignal): AsyncGenerator<Progress, SimilarOutcome>;
  writeBack(request: WriteBackRequest, signal: AbortSignal): AsyncGenerator<Progress, WriteBackOutcome>;
  plan(
    request: PlanRequest,
    signal: AbortSignal,
    log: (message: string) => void,
  ): AsyncGenerator<Progress, PlanOutcome>;
  merge(
    request: MergeRequest,
    signal: AbortSignal,
    log: (message: string) => void,
  ): AsyncGenerator<Progress, AnalyzeOutcome>;
}

/** Answers every request of the parent exactly once: with a result, or with an error as data. */
export function serveTrainer(connection: MessageConnection, handlers: TrainerHandlers): void {
  const log = (message: string) => {
    const notification: LogMessage = { level: 'info', message };
    void connection.sendNotification(NOTIFICATIONS.log, notification).catch(ignoreClosedChannel);
  };

  const sendProgress = (progress: Progress) => connection.sendNotification(NOTIFICATIONS.progress, progress);

  connection.onRequest(REQUESTS.initialize, (raw: unknown): InitializeResult =>
    answer(() => {
      const { protocolVersion } = parseParams(initializeParamsSchema, raw);
      if (protocolVersion !== PROTOCOL_VERSION)
        throw new AppError(
          'trainer-incompatible',
          message('trainer-other-protocol', { trainer: PROTOCOL_VERSION, extension: protocolVersion }),
        );
      return { protocolVersion, pid: process.pid, nodeVersion: process.version };
    }),
  );

  connection.onRequest(REQUESTS.inspect, (raw: unknown, token: CancellationToken) =>
    answerAsync(() => handlers.inspect(parseParams(inspectParamsSchema, raw), toSignal(token))),
  );

  connection.onRequest(REQUESTS.forecast, (raw: unknown, token: CancellationToken) =>
    answerAsync(() => handlers.forecast(parseParams(forecastRequestSchema, raw), toSignal(token))),
  );

  connection.onRequest<AnalyzeOutcome, unknown>(REQUESTS.analyze, (raw: unknown, token: CancellationToken) =>
    answerAsync(() => {
      const run = handlers.analyze(parseParams(analyzeRequestSchema, raw), toSignal(token), log);
      return runSteps(run, sendProgress);
    }),
  );

  connection.onRequest<SimilarOutcome, unknown>(REQUESTS.similar, (raw: unknown, token: CancellationToken) =>
    answerAsync(() =>
      runSteps(handlers.similar(parseParams(similarRequestSchema, raw), toSignal(token)), sendProgress),
    ),
  );

  connection.onRequest<WriteBackOutcome, unknown>(
    REQUESTS.writeBack,
    (raw: unknown, token: CancellationToken) =>
      answerAsync(() =>
        runSteps(handlers.writeBack(parseParams(writeBackRequestSchema, raw), toSignal(token)), sendProgress),
      ),
  );

  connection.onRequest<PlanOutcome, unknown>(REQUESTS.plan, (raw: unknown, token: CancellationToken) =>
    answerAsync(() =>
      runSteps(handlers.plan(parseParams(planRequestSchema, raw), toSignal(token), log), sendProgress),
    ),
  );

  connection.onRequest<AnalyzeOutcome, unknown>(REQUESTS.merge, (raw: unknown, token: CancellationToken) =>
    answerAsync(() =>
      runSteps(handlers.merge(parseParams(mergeRequestSchema, raw), toSignal(token), log), sendProgress),
    ),
  );
}

function parseParams<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T {
  const parsed = v.safeParse(schema, raw);
  if (parsed.success) return parsed.output;
  throw new AppError('bad-usage', message('trainer-not-understood', { issues: v.summarize(parsed.issues) }));
}

function answer<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw errorToResponse(error);
  }
}

async function answerAsync<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorToResponse(error);
  }
}

/** JSON-RPC's range for errors an application defines. */
const APPLICATION_ERROR = -32000;

function errorToResponse(error: unknown): ResponseError<AppErrorData | { readonly stack?: string }> {
  if (error instanceof AppError)
    return new ResponseError(APPLICATION_ERROR, error.message, appErrorToData(error));
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return new ResponseError(APPLICATION_ERROR, message, stack === undefined ? {} : { stack });
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function ignoreClosedChannel(): void {
  // The parent is gone; `disconnect` is about to end this process.
}
