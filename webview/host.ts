import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import {
  createAsker,
  type Ask,
  type Contract,
  type EventTypes,
  type RequestMessage,
} from '../src/shared/requests';

/** What VS Code gives a page, once, through `acquireVsCodeApi`. */
export interface VsCodeApi {
  postMessage(message: RequestMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface ConnectOptions<Event extends { readonly type: string }> {
  readonly api: Pick<VsCodeApi, 'postMessage'>;
  readonly page: Pick<Window, 'addEventListener'>;
  readonly events: EventTypes<Event>;
  readonly onEvent: (event: Event) => void;
}

const taggedSchema = v.looseObject({ type: v.string() });

/** Gives requests to the extension host, and hears its events. Messages that are not of the protocol are ignored. */
export function connectHost<Requests extends Contract<Requests>, Event extends { readonly type: string }>({
  api,
  page,
  events,
  onEvent,
}: ConnectOptions<Event>): Ask<Requests> {
  const asker = createAsker<Requests>((message) => api.postMessage(message));
  page.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(taggedSchema, data);
    if (!message.success) return;
    if (message.output.type === 'reply') asker.receive(data);
    // The tag is one of the events'; both sides are built from one protocol file, so the payload fits it.
    else if (Object.hasOwn(events, message.output.type)) onEvent(data as Event);
  });
  page.addEventListener('pagehide', () => asker.close());
  return asker.ask;
}

const pageStateSchema = v.fallback(
  v.pipe(
    v.string(),
    v.parseJson(),
    v.looseObject({ translation: v.optional(v.record(v.string(), v.string())) }),
  ),
  () => ({}),
);

/** What the page's HTML asks to keep, so that VS Code can bring the panel back after a restart. */
export type PageState = Readonly<Record<string, unknown>>;

/** Reads what the page's HTML brings, and puts the texts of the reader's language in force. */
export function readPageState(body: HTMLElement): PageState {
  const { translation, ...pageState } = v.parse(pageStateSchema, body.dataset.state);
  if (translation !== undefined) l10n.config({ contents: translation });
  return pageState;
}
