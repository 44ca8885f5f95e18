import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';

export interface FakeJob {
  status: string;
  message?: string | null;
  logs: string;
  readonly entrypoint: string;
}

/** As much of Ray's dashboard as is used, with Ray's manners: it refuses browsers, clients without a name, and ids that it has had. */
export interface FakeCluster {
  readonly address: string;
  readonly jobs: Map<string, FakeJob>;
  /** Of every request, in lower case. */
  readonly headers: Record<string, unknown>[];
  /** What is answered in place of the Jobs API; undefined: that. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Called with the id of a job before its state is told. */
  onAsked: (id: string) => void;
  close(): Promise<void>;
}

const submitSchema = v.object({ submission_id: v.string(), entrypoint: v.string() });

export async function startFakeCluster(rayVersion = '2.9.0'): Promise<FakeCluster> {
  const jobs = new Map<string, FakeJob>();
  const server = createServer((request, response) => {
    cluster.headers.push(request.headers);
    if (cluster.instead !== undefined) {
      cluster.instead(request, response);
      return;
    }
    void answer(request, response);
  });
  const json = (response: ServerResponse, content: object) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(content));
  };
  const refuse = (response: ServerResponse, status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(text);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
    const { method, url = '' } = request;
    if (request.headers['user-agent'] === undefined) {
      refuse(response, 500, 'Server got itself in trouble');
    } else if (method === 'POST' && 'sec-fetch-mode' in request.headers) {
      refuse(response, 405, "'POST' method not allowed for browser traffic.");
    } else if (url === '/api/version') {
      json(response, { version: '4', ray_version: rayVersion, ray_commit: 'abc' });
    } else if (method === 'POST' && url === '/api/jobs/') {
      submit(response, v.parse(submitSchema, JSON.parse(Buffer.concat(chunks).toString())));
    } else {
      const [, id = '', what = ''] = /^\/api\/jobs\/([^/]+)(?:\/(\w+))?$/u.exec(url) ?? [];
      askedAbout(response, id, what);
    }
  }

  function submit(response: ServerResponse, asked: v.InferOutput<typeof submitSchema>): void {
    const { submission_id: id, entrypoint } = asked;
    if (jobs.has(id)) {
      refuse(response, 500, `Traceback (most recent call last):\nValueError: Job ${id} already exists.\n.`);
      return;
    }
    jobs.set(id, { status: 'PENDING', logs: '', entrypoint });
    json(response, { job_id: id, submission_id: id });
  }

  function askedAbout(response: ServerResponse, id: string, what: string): void {
    if (what === '') cluster.onAsked(id);
    const job = jobs.get(id);
    if (job === undefined) {
      refuse(response, 404, `Job ${id} does not exist`);
      return;
    }
    if (what === 'stop') job.status = 'STOPPED';
    if (what === 'stop') json(response, { stopped: true });
    else if (what === 'logs') json(response, { logs: job.logs });
    else json(response, { type: 'SUBMISSION', status: job.status, message: job.message ?? null });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a socket of TCP
  const cluster: FakeCluster = {
    address: `http://127.0.0.1:${port}`,
    jobs,
    headers: [],
    instead: undefined,
    onAsked: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return cluster;
}
