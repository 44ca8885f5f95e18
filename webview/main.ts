import './styles/gallery.css';
import { HOST_EVENTS, type GalleryRequests, type HostEvent } from '../src/shared/galleryProtocol';
import { LabelReview } from './app';
import { Gallery } from './gallery';
import { SuspectGrid } from './grid/grid';
import { connectHost, readPageState, type VsCodeApi } from './host';
import { KeyMap } from './keys/keyMap';
import { LargeView } from './panel/largeView';
import { createPlaceKeeper, persistedPlace } from './placeKeeper';
import { QueryField } from './filters/queryField';
import { QuickPick } from './filters/quickPick';
import { ReviewFlow } from './reviewFlow';
import { SeenPixels } from './grid/seenPixels';
import { registerControls } from './toolkit';

declare function acquireVsCodeApi(): VsCodeApi;

function main(): void {
  registerControls();
  customElements.define('suspect-grid', SuspectGrid);
  customElements.define('query-field', QueryField);
  customElements.define('quick-pick', QuickPick);
  customElements.define('key-map', KeyMap);
  customElements.define('large-view', LargeView);
  customElements.define('seen-pixels', SeenPixels);
  customElements.define('label-review', LabelReview);

  const api = acquireVsCodeApi();
  const app = new LabelReview();
  const pageState = readPageState(document.body);
  const ask = connectHost<GalleryRequests, HostEvent>({
    api,
    page: window,
    events: HOST_EVENTS,
    onEvent: (event) => {
      if (event.type === 'action') app.performCommand(event.action, event.argument);
      else if (event.type === 'orderLearned') flow.adoptOrder();
      else if (event.type === 'runArrived') flow.adoptOrder({ isFromOutside: true });
      else gallery.dispatch(event);
      if (event.type === 'orderNotLearned') void gallery.setView({ sort: 'live' });
    },
  });
  const places = createPlaceKeeper({
    api,
    pageState,
    send: (place) => {
      ask('rememberPlace', { place }).catch((error: unknown) => gallery.report(error));
    },
  });
  const gallery = new Gallery({
    ask,
    isMac: navigator.userAgent.includes('Mac OS'),
    onDidChange: () => app.requestUpdate(),
    show: (effect) => app.show(effect),
    rememberPlace: (place) => places.remember(place),
  });
  const flow = new ReviewFlow(gallery, app);
  app.gallery = gallery;
  app.flow = flow;

  const fallbackPlace = persistedPlace(api.getState(), pageState);
  api.setState({ ...pageState, ...fallbackPlace });
  // The reviewer turns elsewhere, perhaps to reload the window: what waits is sent before that.
  for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, () => places.flush());
  document.body.append(app);
  void gallery.start(fallbackPlace);
}

main();
