/**
 * The only file that knows the standard controls. `@vscode/webview-ui-toolkit` is deprecated upstream: another library
 * takes its place by registering the same tags here.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

/** Defines `vscode-button`, `vscode-dropdown` and `vscode-option`. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());
}

/** The toolkit passes `aria-label` on to the button inside its element, but not `aria-keyshortcuts`. */
export function forwardKeyShortcuts(page: HTMLElement): void {
  for (const button of page.querySelectorAll('vscode-button[aria-keyshortcuts]'))
    button.shadowRoot
      ?.querySelector('button')
      ?.setAttribute('aria-keyshortcuts', button.getAttribute('aria-keyshortcuts') ?? '');
}
