import * as v from 'valibot';
import { AppError } from '../core/appError';
import { jobSchema, logsSchema, versionSchema, type RayJob } from '../core/ray/jobsApi';
import { systemErrorCode } from '../core/systemErrorCode';
import { message, type Message } from '../core/words/message';
import { sendRequest, type HttpAnswer } from './sendRequest';

export interface JobsClientOptions {
  readonly address: URL;
  /** What a proxy or the cluster wants to see, such as a token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface SubmittedJob {
  readonly submissionId: string;
  /** A command line for the shell of the head node. */
  readonly entrypoint: string;
}

/** Ray's Jobs API at one address. Every method throws an AppError in the words of a person who has given that address. */
export interface JobsClient {
  /** The address as people are told it. */
  readonly address: string;
  /** Of Ray. */
  version(): Promise<string>;
  /** Undefined where there is none of this id, or a proxy says so. */
  job(submissionId: string): Promise<RayJob | undefined>;
  submit(job: SubmittedJob): Promise<void>;
  /** All that the job has written so far. */
  logs(submissionId: string): Promise<string>;
  /** Asks the job to stop; it does so in its own time. False where there is none of this id, or a proxy says so. */
  stop(submissionId: string): Promise<boolean>;
}

const TIMEOUT_MS = 30_000;

export function createJobsClient({
  address,
  headers,
  timeoutMs = TIMEOUT_MS,
}: JobsClientOptions): JobsClient {
  const shown = shownAddress(address);
  const send = async (method: 'GET' | 'POST', place: string, body?: unknown): Promise<HttpAnswer> => {
    const url = new URL(address.pathname.replace(/\/?$/u, `/api/${place}`), address);
    const answer = await sendRequest({ url, method, headers, body, timeoutMs }).catch((error: unknown) => {
      throw new AppError('ray-unreachable', unreachable(error, address), { cause: error });
    });
    refuseForeign(answer, shown);
    return answer;
  };
  const jobPlace = (id: string, what = '') => `jobs/${encodeURIComponent(id)}${what}`;
  return {
    address: shown,
    version: async () => {
      const answer = await send('GET', 'version');
      const parsed = answer.status === 200 ? readAnswer(answer, versionSchema) : undefined;
      if (parsed === undefined)
        throw new AppError('ray-unreachable', message('ray-no-jobs', { address: shown }));
      return parsed.ray_version;
    },
    job: async (id) => {
      const answer = await send('GET', jobPlace(id));
      return answer.status === 404 ? undefined : accepted(answer, jobSchema, shown);
    },
    submit: async ({ submissionId, entrypoint }) => {
      const answer = await send('POST', 'jobs/', { submission_id: submissionId, entrypoint });
      accepted(answer, v.object({}), shown);
    },
    logs: async (id) => accepted(await send('GET', jobPlace(id, '/logs')), logsSchema, shown).logs,
    stop: async (id) => {
      const answer = await send('POST', jobPlace(id, '/stop'));
      if (answer.status === 404) return false;
      accepted(answer, v.object({}), shown);
      return true;
    },
  };
}

/** Without a password that may stand in it. */
function shownAddress(address: URL): string {
  const shown = new URL(address);
  shown.username = '';
  shown.password = '';
  return shown.href.replace(/\/$/u, '');
}

/** Why there is no answer, as far as Node's code of the error tells. */
function unreachable(error: unknown, address: URL): Message {
  const shown = shownAddress(address);
  const known = systemErrorCode(error) ?? (error instanceof Error ? error.name : String(error));
  const code = known === 'ABORT_ERR' ? 'ETIMEDOUT' : known;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return message('ray-no-host', { host: address.hostname });
  // gRPC answers what is no HTTP/1: the ports of Ray's clients and of its control store.
  if (code.startsWith('HPE_')) return message('ray-no-http', { address: shown });
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return message('ray-no-tls', { address: shown });
  return message('ray-no-answer', { address: shown, code });
}

/** Answers of what stands before the cluster: a proxy, or a page to sign in. @throws AppError `ray-refused`. */
function refuseForeign({ status }: HttpAnswer, address: string): void {
  const isRedirection = status >= 300 && status < 400;
  if (isRedirection || status === 401 || status === 403 || status === 407)
    throw new AppError('ray-refused', message('ray-refused', { address, status: String(status) }));
}

function readAnswer<T>({ text }: HttpAnswer, schema: v.GenericSchema<unknown, T>): T | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined; // A page of something else.
  }
  const parsed = v.safeParse(schema, content);
  return parsed.success ? parsed.output : undefined;
}

/** @throws AppError `ray-unreachable` for what is not the answer that is wanted, with the last line of what it is. */
function accepted<T>(answer: HttpAnswer, schema: v.GenericSchema<unknown, T>, address: string): T {
  const parsed = answer.status === 200 ? readAnswer(answer, schema) : undefined;
  if (parsed !== undefined) return parsed;
  // A traceback of Python, which may have a full stop after it.
  const line = answer.text.split('\n').findLast((text) => /\w/u.test(text)) ?? '';
  const status = String(answer.status);
  throw new AppError(
    'ray-unreachable',
    message('ray-bad-answer', { address, status, line: line.slice(0, 200) }),
  );
}
