/** Gives the page a fake host and a theme, as VS Code would, before the page's own script runs. */
import type { VsCodeApi } from '../host';
import { FakeHost } from './fakeHost';
import { THEMES, isThemeName } from './themes';

declare global {
  interface Window {
    acquireVsCodeApi: () => VsCodeApi;
    fakeHost: FakeHost;
  }
}

const query = new URLSearchParams(location.search);
const asked = query.get('theme') ?? 'dark';
const theme = THEMES[isThemeName(asked) ? asked : 'dark'];
for (const [name, value] of Object.entries(theme.variables))
  document.documentElement.style.setProperty(`--vscode-${name}`, value);
document.documentElement.style.colorScheme = theme.kind.includes('light') ? 'light' : 'dark';
document.body.className = theme.kind;
document.body.dataset.vscodeThemeKind = theme.kind;

const host = new FakeHost(query);
window.fakeHost = host;
window.acquireVsCodeApi = () => host.api;
