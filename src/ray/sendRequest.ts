import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PROGRAM } from '../core/names';

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends one request and reads the whole answer; redirections are not followed. Not by `fetch`: it says `Sec-Fetch-Mode`, by which
 * Ray's dashboard takes it for a browser and refuses every POST.
 */
export function sendRequest({ url, method, headers, body, timeoutMs }: HttpRequest): Promise<HttpAnswer> {
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: {
        // The dashboard of Ray 2.9 fails where a client does not say who it is.
        'user-agent': PROGRAM,
        ...headers,
        ...(content && { 'content-type': 'application/json', 'content-length': String(content.length) }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    };
    const sent = send(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.once('error', reject);
    sent.end(content);
  });
}
