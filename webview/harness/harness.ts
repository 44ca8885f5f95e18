/** Gives the page a fake host and a theme, as VS Code would, before the page's own script runs. */
import type { VsCodeApi } from '../host';
import { applyTheme } from './applyTheme';
import { FakeHost } from './fakeHost';

declare global {
  interface Window {
    acquireVsCodeApi: () => VsCodeApi;
    fakeHost: FakeHost;
  }
}

const query = new URLSearchParams(location.search);
applyTheme(query.get('theme'));

const translation = query.get('translation');
if (translation !== null) {
  const state = document.body.dataset.state ?? '{}';
  document.body.dataset.state = state.replace(/}$/, `,"translation":${translation}}`);
}

const host = new FakeHost(query);
window.fakeHost = host;
window.acquireVsCodeApi = () => host.api;
