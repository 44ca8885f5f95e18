import * as v from 'valibot';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/** As Ray's own commands take them: headers in JSON, and the token of a cluster that wants one. */
export const HEADERS_VARIABLE = 'RAY_JOB_HEADERS';
export const TOKEN_VARIABLE = 'RAY_AUTH_TOKEN';

const headersSchema = v.record(v.string(), v.string());

/** The headers of every request to a cluster. @throws AppError `bad-setting`. */
export function clusterHeaders(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const { [HEADERS_VARIABLE]: written = '', [TOKEN_VARIABLE]: token = '' } = environment;
  const authorization: Readonly<Record<string, string>> =
    token === '' ? {} : { authorization: `Bearer ${token.trim()}` };
  return { ...authorization, ...(written === '' ? {} : readHeaders(written)) };
}

function readHeaders(written: string): Readonly<Record<string, string>> {
  const refused = new AppError('bad-setting', message('ray-bad-headers', { variable: HEADERS_VARIABLE }));
  let content: unknown;
  try {
    content = JSON.parse(written);
  } catch {
    throw refused;
  }
  const parsed = v.safeParse(headersSchema, content);
  if (!parsed.success || Array.isArray(content)) throw refused;
  return parsed.output;
}
