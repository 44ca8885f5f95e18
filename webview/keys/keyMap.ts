import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { forThing, type Thing } from '../../src/core/words/thing';
import { wordList } from '../../src/core/words/message';
import { WORDING } from '../pageWording';
import { KEYS, shownKeys, type KeyBindings } from '../../src/core/keys';

/** `<key-map>`: a dialog with every key of the page. */
export class KeyMap extends LitElement {
  static override properties = {
    bindings: { attribute: false },
    thing: { attribute: false },
    onClose: { attribute: false },
    onChangeKeys: { attribute: false },
  };
  declare bindings: KeyBindings;
  declare thing: Thing | undefined;
  declare onClose: () => void;
  declare onChangeKeys: () => void;
  private isClosed = false;

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
      @close=${this.onClosed}
      @click=${this.onBackdrop}
      @keydown=${this.onKeyDown}
    >
      <h2 id="key-map-title">${l10n.t('Keys')}</h2>
      <dl>${KEYS.map((row) => this.row(row))}</dl>
      <div class="buttons">
        <vscode-button appearance="secondary" @click=${() => this.close()}>${l10n.t('Close')}</vscode-button>
        <vscode-button appearance="secondary" @click=${this.onChangeKeys}
          >${l10n.t('Change Keys…')}</vscode-button
        >
      </div>
    </dialog>`;
  }

  private row(row: (typeof KEYS)[number]): TemplateResult | typeof nothing {
    const keys = wordList(shownKeys(row, this.bindings), WORDING);
    if (keys === '') return nothing;
    const place = 'place' in row ? row.place : undefined;
    const words = { group: l10n.t('{0} on a group', keys), large: l10n.t('{0} in the large view', keys) };
    return html`<dt>${place === undefined ? keys : words[place]}</dt>
      <dd>${forThing(l10n.t(row.meaning), this.thing)}</dd>`;
  }

  private close(): void {
    this.querySelector('dialog')?.close();
    this.onClosed();
  }

  private readonly onClosed = () => {
    if (this.isClosed) return;
    this.isClosed = true;
    this.onClose();
  };

  /** The browser would say so only after the next key. */
  private readonly onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.close();
  };

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };
}
