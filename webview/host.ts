import * as v from 'valibot';
import {
  hostMessageSchema,
  type HostEvent,
  type PageMessage,
  type PageRequest,
  type Replies,
  type RequestOf,
} from '../src/shared/galleryProtocol';

/** What VS Code gives a page, once, through `acquireVsCodeApi`. */
export interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface Host {
  request<T extends PageRequest['type']>(request: RequestOf<T>): Promise<Replies[T]>;
}

/** An error reply of the host; the message is written for the person at the screen. */
export class RequestError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RequestError) => void;
}

const replySchema = v.union([
  v.object({
    type: v.literal('reply'),
    id: v.number(),
    error: v.object({ code: v.string(), message: v.string() }),
  }),
  v.object({ type: v.literal('reply'), id: v.number(), ok: v.unknown() }),
]);

function settle(pending: Map<number, Pending>, message: unknown): void {
  const reply = v.safeParse(replySchema, message);
  if (!reply.success) return;
  const waiting = pending.get(reply.output.id);
  pending.delete(reply.output.id);
  if ('error' in reply.output)
    waiting?.reject(new RequestError(reply.output.error.code, reply.output.error.message));
  else waiting?.resolve(reply.output.ok);
}

/** Requests to the extension host and its events. Messages that are not of the protocol are ignored. */
export function connectHost(options: {
  api: Pick<VsCodeApi, 'postMessage'>;
  page: Pick<Window, 'addEventListener'>;
  onEvent: (event: HostEvent) => void;
}): Host {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  options.page.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(hostMessageSchema, data);
    if (!message.success) return;
    if (message.output.type === 'reply') settle(pending, data);
    // The schema has checked the tag; both sides are built from one protocol file, so the payload fits it.
    else options.onEvent(message.output as unknown as HostEvent);
  });
  options.page.addEventListener('pagehide', () => {
    for (const { reject } of pending.values())
      reject(new RequestError('page-closed', 'The page was closed.'));
    pending.clear();
  });
  return {
    request: <T extends PageRequest['type']>(request: RequestOf<T>) =>
      new Promise<Replies[T]>((resolve, reject) => {
        const id = ++lastId;
        // The reply with this id answers this request, whose type names the reply's.
        pending.set(id, { resolve: (value) => resolve(value as Replies[T]), reject });
        options.api.postMessage({ id, request });
      }),
  };
}
