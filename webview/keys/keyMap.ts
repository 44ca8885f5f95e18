import * as l10n from '@vscode/l10n';
import { LitElement, html, type TemplateResult } from 'lit';

const keyMap = (): readonly (readonly [string, string])[] => [
  ['Enter', l10n.t('Accept: relabel to the suggested label')],
  ['K', l10n.t('Keep the given label')],
  ['X', l10n.t('Exclude the image')],
  ['U', l10n.t('Unsure')],
  ['1 – 9', l10n.t('Relabel to the most probable, second … class')],
  ['Shift+Enter', l10n.t('Accept all of this given → suggested pair')],
  ['L', l10n.t('Relabel to any class')],
  ['Z, Ctrl+Z', l10n.t('Undo')],
  ['Shift+Z, Ctrl+Y', l10n.t('Redo')],
  ['← ↑ ↓ →', l10n.t('Move')],
  ['Home, End', l10n.t('Start or end of the row; with Ctrl, of all')],
  ['Page Up, Page Down', l10n.t('A screen up or down')],
  ['Space', l10n.t('Large view; + − 0 zoom, Shift+arrows pan, Escape leaves')],
  ['I', l10n.t('Why it was flagged')],
  ['Ctrl+Space, Ctrl+click', l10n.t('Select or unselect')],
  ['Shift+arrow, Shift+click', l10n.t('Select a range')],
  ['Ctrl+A', l10n.t('Select all in view')],
  ['Escape', l10n.t('Clear the selection')],
  ['G', l10n.t('Select the group')],
  ['Shift+G', l10n.t('Fold or unfold the group')],
  ['← → on a group', l10n.t('Fold, unfold')],
  ['Enter, K, X, U, L on a group', l10n.t('Decide about all of it that is not reviewed')],
  ['O, double-click', l10n.t('Open the original image')],
  ['R', l10n.t('Reveal in the Explorer')],
  ['/', l10n.t('Type a filter')],
  ['?', l10n.t('This list')],
];

/** `<key-map>`: a dialog with every key of the page. */
export class KeyMap extends LitElement {
  static override properties = { onClose: { attribute: false }, onChangeKeys: { attribute: false } };
  declare onClose: () => void;
  declare onChangeKeys: () => void;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="key-map"
      aria-labelledby="key-map-title"
      @close=${this.onClose}
      @click=${this.onBackdrop}
    >
      <h2 id="key-map-title">${l10n.t('Keys')}</h2>
      <dl>
        ${keyMap().map(
          ([keys, meaning]) =>
            html`<dt>${keys}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
      <p class="detail">
        ${l10n.t("These are the keys as they come; VS Code's keyboard shortcuts may say otherwise.")}
      </p>
      <div class="buttons">
        <vscode-button appearance="secondary" @click=${() => this.querySelector('dialog')?.close()}
          >${l10n.t('Close')}</vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.onChangeKeys}
          >${l10n.t('Change Keys…')}</vscode-button
        >
      </div>
    </dialog>`;
  }

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };
}
