import { LitElement, html, type TemplateResult } from 'lit';

const KEY_MAP: readonly (readonly [string, string])[] = [
  ['Enter', 'Accept: relabel to the suggested label'],
  ['K', 'Keep the given label'],
  ['X', 'Exclude the image'],
  ['U', 'Unsure'],
  ['1 – 9', 'Relabel to the most probable, second … class'],
  ['Shift+Enter', 'Accept all of this given → suggested pair'],
  ['L', 'Relabel to any class'],
  ['Z, Ctrl+Z', 'Undo'],
  ['Shift+Z, Ctrl+Y', 'Redo'],
  ['← ↑ ↓ →', 'Move'],
  ['Home, End', 'Start or end of the row; with Ctrl, of all'],
  ['Page Up, Page Down', 'A screen up or down'],
  ['Space', 'Large view; + − 0 zoom, Shift+arrows pan, Escape leaves'],
  ['I', 'Why it was flagged'],
  ['Ctrl+Space, Ctrl+click', 'Select or unselect'],
  ['Shift+arrow, Shift+click', 'Select a range'],
  ['Ctrl+A', 'Select all in view'],
  ['Escape', 'Clear the selection'],
  ['G', 'Select the group'],
  ['Shift+G', 'Fold or unfold the group'],
  ['← → on a group', 'Fold, unfold'],
  ['Enter, K, X, U, L on a group', 'Decide about all of it that is not reviewed'],
  ['O, double-click', 'Open the original image'],
  ['R', 'Reveal in the Explorer'],
  ['/', 'Type a filter'],
  ['?', 'This list'],
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
      <h2 id="key-map-title">Keys</h2>
      <dl>
        ${KEY_MAP.map(
          ([keys, meaning]) =>
            html`<dt>${keys}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
      <p class="detail">These are the keys as they come; VS Code's keyboard shortcuts may say otherwise.</p>
      <div class="buttons">
        <vscode-button appearance="secondary" @click=${() => this.querySelector('dialog')?.close()}
          >Close</vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.onChangeKeys}>Change Keys…</vscode-button>
      </div>
    </dialog>`;
  }

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };
}
