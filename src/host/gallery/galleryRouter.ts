import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AppError } from '../../core/appError';
import {
  pageMessageSchema,
  type HostMessage,
  type PageHandlers,
  type PageRequest,
  type RequestOf,
} from '../../shared/galleryProtocol';
import type { Log } from '../log';

export interface GalleryRouterOptions {
  readonly handlers: PageHandlers;
  readonly post: (message: HostMessage) => void;
  readonly log: Pick<Log, 'error'>;
}

/** The page's way of naming its requests, for messages that are otherwise not understood. */
const identifiedSchema = v.object({ id: v.number() });

/** Answers each request of the page exactly once; a message without an id cannot be answered and is only logged. */
export function createGalleryRouter({
  handlers,
  post,
  log,
}: GalleryRouterOptions): (message: unknown) => Promise<void> {
  return async (message) => {
    const parsed = v.safeParse(pageMessageSchema, message);
    if (!parsed.success) {
      const text = `The gallery page sent something that is not a request: ${v.summarize(parsed.issues)}`;
      log.error(text);
      const identified = v.safeParse(identifiedSchema, message);
      if (identified.success)
        post({ type: 'reply', id: identified.output.id, error: { code: 'bad-message', message: text } });
      return;
    }
    const { id, request } = parsed.output;
    try {
      post({ type: 'reply', id, ok: await handle(handlers, request) });
    } catch (error) {
      post({ type: 'reply', id, error: errorToReply(error, request, log) });
    }
  };
}

function handle<T extends PageRequest['type']>(
  handlers: PageHandlers,
  request: RequestOf<T>,
): Promise<unknown> {
  // The handler stored under a type takes that type's request; TypeScript cannot follow this through a union.
  const handler = handlers[request.type] as (request: RequestOf<T>) => Promise<unknown>;
  return handler(request);
}

function errorToReply(error: unknown, request: PageRequest, log: Pick<Log, 'error'>) {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  log.error(`The gallery's request "${request.type}" failed:`, error);
  return {
    code: 'internal',
    message: l10n.t('Something went wrong in Label Review; the log has the details.'),
  };
}
