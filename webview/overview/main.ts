import './styles/overview.css';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import {
  overviewEventSchema,
  type OverviewEvent,
  type OverviewMessage,
} from '../../src/shared/overviewProtocol';
import { ClassTable } from './classTable';
import { ConfusionMatrix } from './confusionMatrix';
import { OverviewPage } from './overviewPage';
import { PairTable } from './pairTable';
import { createScrollKeeper, type StateStore } from './scrollKeeper';

declare function acquireVsCodeApi(): StateStore & { postMessage(message: OverviewMessage): void };

const pageStateSchema = v.fallback(
  v.pipe(
    v.string(),
    v.parseJson(),
    v.looseObject({ translation: v.optional(v.record(v.string(), v.string())) }),
  ),
  () => ({}),
);

function main(): void {
  const { translation, ...pageState } = v.parse(pageStateSchema, document.body.dataset.state);
  if (translation !== undefined) l10n.config({ contents: translation });
  customElements.define('class-table', ClassTable);
  customElements.define('confusion-matrix', ConfusionMatrix);
  customElements.define('pair-table', PairTable);
  customElements.define('run-overview', OverviewPage);

  const api = acquireVsCodeApi();
  const page = new OverviewPage();
  page.send = (message) => api.postMessage(message);
  const scroll = createScrollKeeper(api, pageState);
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = v.safeParse(overviewEventSchema, data);
    if (!parsed.success) return;
    // The schema has checked the tag; both sides are built from one protocol file, so the payload fits it.
    const event = parsed.output as unknown as OverviewEvent;
    page.onEvent(event);
    if (event.type === 'state') scroll.onState(event.state);
  });
  document.body.append(page);
  api.postMessage({ type: 'ready' });
}

main();
