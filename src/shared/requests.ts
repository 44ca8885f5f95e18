/**
 * Requests and replies between two sides that exchange plain objects. An interface declares them: a method's parameter
 * is what is asked, and its result what is answered. All other types are derived from it. What arrives is `unknown` until
 * the request's schema has accepted it, and each request is answered exactly once.
 */
import * as v from 'valibot';

/** What an interface of requests may hold. */
export type Contract<R> = { readonly [Name in keyof R]: (params: never) => unknown };
type ParamsOf<R extends Contract<R>, Name extends keyof R> = Parameters<R[Name]>[0];

/** One schema for each request. */
export type RequestSchemas<R extends Contract<R>> = {
  readonly [Name in keyof R]: v.GenericSchema<unknown, ParamsOf<R, Name>>;
};

/** What is done for each request. */
export type Handlers<R extends Contract<R>> = {
  readonly [Name in keyof R]: (...params: Parameters<R[Name]>) => Promise<ReturnType<R[Name]>>;
};

/** Asks, and resolves with the answer or rejects with a `RequestError`. */
export type Ask<R extends Contract<R>> = <Name extends keyof R & string>(
  name: Name,
  ...params: Parameters<R[Name]>
) => Promise<ReturnType<R[Name]>>;

export interface RequestMessage {
  readonly id: number;
  readonly name: string;
  readonly params?: unknown;
}

export interface ReplyError {
  readonly code: string;
  /** Written for the person at the screen. */
  readonly message: string;
}

export type ReplyMessage =
  | { readonly type: 'reply'; readonly id: number; readonly ok: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly error: ReplyError };

/** Of a request without parameters. */
export const NO_PARAMS = v.undefined_();

const requestSchema = v.object({
  id: v.number(),
  name: v.optional(v.string(), ''),
  params: v.optional(v.unknown()),
});

export interface AnswerOptions<R extends Contract<R>> {
  readonly schemas: RequestSchemas<R>;
  readonly handlers: Handlers<R>;
  readonly post: (reply: ReplyMessage) => void;
  /** Words what a handler has thrown for the one who asked. */
  readonly toReplyError: (error: unknown, name: string) => ReplyError;
  /** Hears of messages that are no requests; those with an id are answered all the same. */
  readonly onInvalid: (text: string) => void;
}

/** The side that answers: takes each message that arrives. */
export function answerRequests<R extends Contract<R>>(
  options: AnswerOptions<R>,
): (message: unknown) => Promise<void> {
  const { schemas, handlers, post, onInvalid } = options;
  const isRequest = (name: string): name is keyof R & string => Object.hasOwn(schemas, name);
  return async (message) => {
    const parsed = v.safeParse(requestSchema, message);
    if (!parsed.success) {
      onInvalid(`A message is not a request: ${v.summarize(parsed.issues)}`);
      return;
    }
    const { id, name, params } = parsed.output;
    const refuse = (text: string) => {
      onInvalid(text);
      post({ type: 'reply', id, error: { code: 'bad-message', message: text } });
    };
    if (!isRequest(name)) {
      refuse(`There is no request "${name}".`);
      return;
    }
    const accepted = v.safeParse(schemas[name], params);
    if (!accepted.success) {
      refuse(`The request "${name}" is not understood: ${v.summarize(accepted.issues)}`);
      return;
    }
    try {
      // What the schema has accepted is the parameter; it is undefined where the request has none.
      const args = [accepted.output] as Parameters<R[typeof name]>;
      post({ type: 'reply', id, ok: await handlers[name](...args) });
    } catch (error) {
      post({ type: 'reply', id, error: options.toReplyError(error, name) });
    }
  };
}

/** An error reply of the other side. */
export class RequestError extends Error {
  readonly code: string;

  constructor({ code, message }: ReplyError) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}

const replySchema = v.union([
  v.object({ id: v.number(), error: v.object({ code: v.string(), message: v.string() }) }),
  v.object({ id: v.number(), ok: v.optional(v.unknown()) }),
]);

interface Pending {
  readonly resolve: (ok: unknown) => void;
  readonly reject: (error: RequestError) => void;
}

/** The side that asks. */
export interface Asker<R extends Contract<R>> {
  readonly ask: Ask<R>;
  /** Takes each reply that arrives. */
  receive(reply: unknown): void;
  /** Rejects what is still open with the code `page-closed`: no reply will come. */
  close(): void;
}

export function createAsker<R extends Contract<R>>(send: (message: RequestMessage) => void): Asker<R> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  return {
    ask: (name, ...[params]) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        // The reply with this id answers this request, whose name gives the reply's type.
        pending.set(id, { resolve: resolve as (ok: unknown) => void, reject });
        send({ id, name, params });
      }),
    receive: (message) => {
      const parsed = v.safeParse(replySchema, message);
      if (!parsed.success) return;
      const reply = parsed.output;
      const waiting = pending.get(reply.id);
      pending.delete(reply.id);
      if ('error' in reply) waiting?.reject(new RequestError(reply.error));
      else waiting?.resolve(reply.ok);
    },
    close: () => {
      for (const { reject } of pending.values())
        reject(new RequestError({ code: 'page-closed', message: 'The page was closed.' }));
      pending.clear();
    },
  };
}

/** The names of a union of events, whole by its type. */
export type EventTypes<E extends { readonly type: string }> = Readonly<Record<E['type'], true>>;
