/** The boundary between the extension host and the trainer process: JSON-RPC over Node's IPC channel. */
import * as v from 'valibot';

export const PROTOCOL_VERSION = 6;

/**
 * Requests, parent to child: `inspect` is answered with `FolderContents`, `forecast` takes a `ForecastRequest` and is
 * answered with a `Forecast`, `analyze` takes an `AnalyzeRequest` and is
 * answered with an `AnalyzeOutcome`, `similar` a `SimilarRequest`, answered with a `SimilarOutcome`, `writeBack` a
 * `WriteBackRequest`, answered with a `WriteBackOutcome`, `plan` a `PlanRequest`, answered with a `PlanOutcome`, `merge` a
 * `MergeRequest`, answered with an `AnalyzeOutcome`. Cancelling these is the standard JSON-RPC cancellation.
 */
export const REQUESTS = {
  initialize: 'initialize',
  inspect: 'inspect',
  forecast: 'forecast',
  analyze: 'analyze',
  similar: 'similar',
  writeBack: 'writeBack',
  plan: 'plan',
  merge: 'merge',
} as const;
/** Notifications, child to parent: a `Progress`, a `LogMessage`. */
export const NOTIFICATIONS = { progress: 'progress', log: 'log' } as const;

export const initializeParamsSchema = v.object({ protocolVersion: v.number() });

export const initializeResultSchema = v.object({
  protocolVersion: v.number(),
  pid: v.number(),
  nodeVersion: v.string(),
});
export type InitializeResult = v.InferOutput<typeof initializeResultSchema>;

export const inspectParamsSchema = v.object({ root: v.string() });
export type InspectParams = v.InferOutput<typeof inspectParamsSchema>;

export const logSchema = v.object({ level: v.picklist(['info', 'warn', 'error']), message: v.string() });
export type LogMessage = v.InferOutput<typeof logSchema>;
