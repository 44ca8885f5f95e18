import { THEMES, isThemeName } from './themes';

/** Gives the page the colours and classes of a VS Code theme; the dark one for a name that is none. */
export function applyTheme(name: string | null): void {
  const theme = THEMES[name !== null && isThemeName(name) ? name : 'dark'];
  for (const [variable, value] of Object.entries(theme.variables))
    document.documentElement.style.setProperty(`--vscode-${variable}`, value);
  document.documentElement.style.colorScheme = theme.kind.includes('light') ? 'light' : 'dark';
  document.body.className = theme.kind;
  document.body.dataset.vscodeThemeKind = theme.kind;
}
