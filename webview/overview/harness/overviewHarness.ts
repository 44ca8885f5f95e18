/** Gives the overview page a host with made-up numbers, before the page's own script runs. */
import type { OverviewEvent, OverviewMessage } from '../../../src/shared/overviewProtocol';
import { applyTheme } from '../../harness/applyTheme';
import { fakeOverview } from './fakeOverview';

/** What the page has sent, and a way to answer. */
export interface FakeOverviewHost {
  readonly messages: OverviewMessage[];
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
};
applyTheme(query.get('theme'));

const messages: OverviewMessage[] = [];
const post = (event: OverviewEvent) => window.postMessage(event);
window.overviewHost = {
  messages,
  kept: undefined,
  post,
  decide: (count) => post({ type: 'review', review: fakeOverview(options, count).review }),
};
Object.assign(window, {
  acquireVsCodeApi: () => ({
    getState: () => ({ scrollTop: number('scrollTop', 0) }),
    setState: (state: unknown) => (window.overviewHost.kept = state),
    postMessage: (message: OverviewMessage) => {
      messages.push(message);
      if (message.type !== 'ready') return;
      const run = query.has('none') ? null : fakeOverview(options, number('decided', 17));
      post({ type: 'state', state: { datasetName: 'animals', runId: null, run } });
    },
  }),
});
