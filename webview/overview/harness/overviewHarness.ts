/** Gives the overview page a host with made-up numbers, before the page's own script runs. */
import {
  OVERVIEW_REQUESTS,
  type OverviewEvent,
  type OverviewRequests,
} from '../../../src/shared/overviewProtocol';
import { answerRequests, type RequestMessage } from '../../../src/shared/requests';
import { applyTheme } from '../../harness/applyTheme';
import { fakeOverview } from './fakeOverview';

/** What the page has asked for after it was ready, and a way to tell it what happens. */
export interface FakeOverviewHost {
  readonly requests: Omit<RequestMessage, 'id'>[];
  /** What the page has asked VS Code to keep. */
  kept: unknown;
  post(event: OverviewEvent): void;
  /** As when suspects are decided in the gallery, the first `count` in all. */
  decide(count: number): void;
}

declare global {
  interface Window {
    overviewHost: FakeOverviewHost;
  }
}

const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
const options = {
  classes: number('classes', 10),
  imagesPerClass: number('images', 120),
  epochs: number('epochs', 12),
  mark: query.get('mark') ?? '',
};
applyTheme(query.get('theme'));

const requests: Omit<RequestMessage, 'id'>[] = [];
const post = (event: OverviewEvent) => window.postMessage(event);
window.overviewHost = {
  requests,
  kept: undefined,
  post,
  decide: (count) => post({ type: 'review', review: fakeOverview(options, count).review }),
};
const nothing = () => Promise.resolve(null);
const answer = answerRequests<OverviewRequests>({
  schemas: OVERVIEW_REQUESTS,
  handlers: {
    ready: () => {
      const run = query.has('none') ? null : fakeOverview(options, number('decided', 17));
      return Promise.resolve({ datasetName: `${options.mark}animals`, runId: null, run });
    },
    openGallery: nothing,
    revealUnreadable: nothing,
    runCommand: nothing,
  },
  post: (reply) => window.postMessage(reply),
  toReplyError: (error) => ({ code: 'internal', message: String(error) }),
  onInvalid: (text) => {
    throw new Error(text);
  },
});
Object.assign(window, {
  acquireVsCodeApi: () => ({
    getState: () => ({ scrollTop: number('scrollTop', 0) }),
    setState: (state: unknown) => (window.overviewHost.kept = state),
    postMessage: (message: RequestMessage) => {
      const { name, params } = structuredClone(message);
      if (name !== 'ready') requests.push({ name, params });
      void answer(message);
    },
  }),
});
