import './styles/overview.css';
import {
  OVERVIEW_EVENTS,
  type OverviewEvent,
  type OverviewRequests,
} from '../../src/shared/overviewProtocol';
import { connectHost, readPageState, type VsCodeApi } from '../host';
import { ClassTable } from './classTable';
import { ConfusionMatrix } from './confusionMatrix';
import { OverviewPage } from './overviewPage';
import { PairTable } from './pairTable';
import { createScrollKeeper } from './scrollKeeper';

declare function acquireVsCodeApi(): VsCodeApi;

function main(): void {
  const pageState = readPageState(document.body);
  customElements.define('class-table', ClassTable);
  customElements.define('confusion-matrix', ConfusionMatrix);
  customElements.define('pair-table', PairTable);
  customElements.define('run-overview', OverviewPage);

  const api = acquireVsCodeApi();
  const page = new OverviewPage();
  const scroll = createScrollKeeper(api, pageState);
  const onEvent = (event: OverviewEvent) => {
    page.onEvent(event);
    if (event.type === 'state') scroll.onState(event.state);
  };
  const onFailed = (error: unknown) =>
    onEvent({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  const ask = connectHost<OverviewRequests, OverviewEvent>({
    api,
    page: window,
    events: OVERVIEW_EVENTS,
    onEvent,
  });
  page.send = (name, ...params) => {
    ask(name, ...params).catch(onFailed);
  };
  document.body.append(page);
  ask('ready').then((state) => onEvent({ type: 'state', state }), onFailed);
}

main();
