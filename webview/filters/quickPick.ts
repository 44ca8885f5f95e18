import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import { matchNames } from './matchNames';
import { VirtualRows, type RowSizes } from '../grid/virtualRows';

export interface PickItem {
  readonly name: string;
  /** What stands at the right, e.g. how many. */
  readonly detail?: string;
  readonly pick: () => void;
}

export interface QuickPickOptions {
  readonly heading: string;
  readonly placeholder: string;
  readonly items: readonly PickItem[];
  /** An item for a name that is not in the list; absent when only listed ones can be chosen. */
  readonly newItem?: (name: string) => PickItem;
  readonly onClose: () => void;
}

const ROW_HEIGHT = 22;
const OVERSCAN_ROWS = 2;
const LIST_ID = 'quick-pick-list';

const evenRows = (length: number): RowSizes => ({
  length,
  height: length * ROW_HEIGHT,
  heightOf: () => ROW_HEIGHT,
  topOf: (index) => index * ROW_HEIGHT,
  rowAt: (offset) => Math.max(0, Math.min(length - 1, Math.floor(offset / ROW_HEIGHT))),
});

/** Room for what is typed and a few choices. */
const LEAST_HEIGHT = 200;

/** Below the buttons that it came from, so that they still say what is set; at the top where there is no room for that. */
function topOfPicker(): number {
  const below = document.querySelector('.toolbar')?.getBoundingClientRect().bottom ?? 0;
  return window.innerHeight - below < LEAST_HEIGHT ? 0 : below;
}

/** `<quick-pick>`: a modal list to choose from by typing, after the combobox pattern of the ARIA practices. */
export class QuickPick extends LitElement {
  static override properties = {
    options: { attribute: false },
    query: { state: true },
    active: { state: true },
  };
  declare options: QuickPickOptions;
  declare private query: string;
  declare private active: number;
  private isClosed = false;
  private rows = evenRows(0);
  private readonly virtual = new VirtualRows(
    { rows: this.rows, overscan: 0, pinned: 0, paddingTop: 0, paddingBottom: 0 },
    () => this.querySelector<HTMLElement>('.pick-list'),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.query = '';
    this.active = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.virtual.disconnect();
  }

  private get found(): readonly PickItem[] {
    const { items, newItem } = this.options;
    const found = matchNames(items, this.query, ({ name }) => name);
    const typed = this.query.trim();
    if (!newItem || typed === '' || items.some(({ name }) => name === typed)) return found;
    return [...found, newItem(typed)];
  }

  protected override willUpdate(): void {
    const { length } = this.found;
    if (this.rows.length !== length) this.rows = evenRows(length);
    this.virtual.update({
      rows: this.rows,
      overscan: OVERSCAN_ROWS,
      pinned: this.active,
      paddingTop: 0,
      paddingBottom: 0,
    });
  }

  protected override render(): TemplateResult {
    const { heading, placeholder } = this.options;
    const matches = this.found;
    return html`<dialog
      class="quick-pick"
      aria-label=${heading}
      @close=${this.onClose}
      @click=${this.onBackdrop}
    >
      <div class="pick-heading">${heading}</div>
      <input
        type="text"
        role="combobox"
        aria-label=${heading}
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls=${LIST_ID}
        aria-activedescendant=${matches.length > 0 ? `${LIST_ID}-${this.active}` : nothing}
        placeholder=${placeholder}
        autocomplete="off"
        spellcheck="false"
        .value=${this.query}
        @input=${this.onInput}
        @keydown=${this.onKeyDown}
      />
      <div
        id=${LIST_ID}
        class="pick-list"
        role="listbox"
        aria-label=${heading}
        tabindex="-1"
        ?hidden=${matches.length === 0}
        .style=${`height:${Math.min(matches.length, 14) * ROW_HEIGHT}px`}
        @mousedown=${(event: Event) => event.preventDefault()}
      >
        <div class="spacer" role="presentation" .style=${`height:${this.virtual.scale.spacerHeight}px`}>
          ${this.virtual.rows().map(({ index, top }) => this.option(matches, index, top))}
        </div>
      </div>
      ${matches.length === 0 ? html`<div class="pick-none">${l10n.t('No match')}</div>` : nothing}
    </dialog>`;
  }

  private option(matches: readonly PickItem[], index: number, top: number): TemplateResult | typeof nothing {
    const item = matches[index];
    if (!item) return nothing;
    return html`<div
      id="${LIST_ID}-${index}"
      class="pick-option"
      role="option"
      aria-selected=${index === this.active}
      aria-posinset=${index + 1}
      aria-setsize=${matches.length}
      data-detail=${item.detail ?? ''}
      .style=${`transform:translateY(${top}px)`}
      @click=${() => this.choose(item)}
    >
      ${showUnseen(item.name)}
    </div>`;
  }

  protected override firstUpdated(): void {
    const dialog = this.querySelector('dialog');
    dialog?.style.setProperty('--pick-top', `${topOfPicker()}px`);
    dialog?.showModal();
    this.querySelector('input')?.focus();
  }

  protected override updated(): void {
    this.virtual.drawn();
    this.virtual.reveal(this.active);
  }

  private choose(item: PickItem): void {
    this.close();
    item.pick();
  }

  private close(): void {
    this.querySelector('dialog')?.close();
    this.onClose();
  }

  /** The dialog's own event comes only after the next key; then it says nothing new. */
  private readonly onClose = () => {
    if (this.isClosed) return;
    this.isClosed = true;
    this.options.onClose();
  };

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  private readonly onInput = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.query = event.target.value;
    this.active = 0;
  };

  private readonly onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const matches = this.found;
    const last = matches.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.active >= last ? 0 : this.active + 1,
      ArrowUp: this.active <= 0 ? last : this.active - 1,
      PageDown: Math.min(last, this.active + 10),
      PageUp: Math.max(0, this.active - 10),
    };
    const target = moves[event.key];
    if (event.key === 'Escape') this.close();
    else if (target !== undefined && last >= 0) this.active = target;
    else if (event.key === 'Enter' && matches[this.active]) this.choose(matches[this.active]!);
    else return;
    event.preventDefault();
  };
}
