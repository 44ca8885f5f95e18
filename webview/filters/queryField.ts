import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { AppError } from '../../src/core/appError';
import { parseSuspectQuery } from '../../src/core/query/suspectQuery';
import { wordMessage } from '../../src/core/words/message';
import { showUnseen } from '../../src/core/words/showUnseen';
import { keyShortcuts, withHint } from '../keys/keyHints';
import { icon } from '../icon';
import { numbers, WORDING } from '../pageWording';
import { queryCompletions, type Completion, type Completions } from './queryCompletions';
import type { CountOf } from './termCounts';

export interface QueryFieldOptions {
  /** The query in force. */
  readonly query: string;
  readonly classes: readonly string[];
  readonly countOf: CountOf;
  /** Those that lead here. */
  readonly keys: readonly string[];
  /** The keyboard is here: what completions need can be loaded. */
  readonly onEnter: () => void;
  readonly onApply: (query: string) => void;
  /** The reviewer is done here; the keyboard belongs to the suspects again. */
  readonly onLeave: () => void;
}

const LIST_ID = 'query-list';
const ERROR_ID = 'query-error';
const NONE = -1;

/** `<query-field>`: the filter as text, with completion, after the combobox pattern of the ARIA practices. */
export class QueryField extends LitElement {
  static override properties = {
    options: { attribute: false },
    draft: { state: true },
    error: { state: true },
    isOpen: { state: true },
    active: { state: true },
  };
  declare options: QueryFieldOptions;
  /** What is typed and not yet applied; null when there is nothing. */
  declare private draft: string | null;
  declare private error: string | null;
  declare private isOpen: boolean;
  declare private active: number;

  constructor() {
    super();
    this.draft = null;
    this.error = null;
    this.isOpen = false;
    this.active = NONE;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  private get completions(): Completions {
    const text = this.draft ?? this.options.query;
    const caret = this.input?.selectionStart ?? text.length;
    const { classes, countOf } = this.options;
    return queryCompletions({ text, caret, classes, countOf });
  }

  /** Puts the keyboard here, to type a filter. */
  enter(): void {
    this.input?.focus();
    this.input?.select();
  }

  protected override render(): TemplateResult {
    const { query } = this.options;
    const items = this.isOpen ? this.completions.items : [];
    const text = this.draft ?? query;
    return html`<div class="query ${this.error === null ? '' : 'invalid'}">
        ${icon('filter')}<input
          type="text"
          role="combobox"
          aria-label=${l10n.t('Filter')}
          aria-keyshortcuts=${keyShortcuts(this.options.keys) || nothing}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded=${items.length > 0}
          aria-controls=${LIST_ID}
          aria-activedescendant=${this.active >= 0 && items.length > 0 ? `${LIST_ID}-${this.active}` : nothing}
          aria-invalid=${this.error !== null}
          aria-describedby=${this.error === null ? nothing : ERROR_ID}
          placeholder=${l10n.t('Filter, e.g. class:cat quality:<0.2 unreviewed')}
          title=${withHint(l10n.t('Filter'), this.options.keys)}
          autocomplete="off"
          spellcheck="false"
          .value=${text}
          @input=${this.onInput}
          @keydown=${this.onKeyDown}
          @focus=${this.onFocus}
          @click=${this.open}
          @blur=${this.onBlur}
        />${
          text === ''
            ? nothing
            : html`<button
                class="query-clear"
                aria-label=${l10n.t('Clear filter')}
                title=${l10n.t('Clear filter')}
                @click=${this.onClear}
              >
                ${icon('close')}
              </button>`
        }
      </div>
      <div
        id=${LIST_ID}
        class="query-list"
        role="listbox"
        aria-label=${l10n.t('Completions')}
        ?hidden=${items.length === 0}
        @mousedown=${(event: Event) => event.preventDefault()}
      >
        ${items.map((item, index) => this.option(item, index))}
      </div>
      ${
        this.error === null
          ? nothing
          : html`<div id=${ERROR_ID} class="query-error" role="alert">
              ${icon('error')}<span>${this.error}</span>
            </div>`
      }`;
  }

  private option(item: Completion, index: number): TemplateResult {
    return html`<div
      id="${LIST_ID}-${index}"
      class="query-option"
      role="option"
      aria-selected=${index === this.active}
      @click=${() => this.accept(item)}
    >
      <span class="query-name">${showUnseen(item.name)}</span>
      <span class="query-hint">${item.hint && wordMessage(item.hint, WORDING)}</span>
      ${item.count === undefined ? nothing : html`<span class="query-count">${numbers.count(item.count)}</span>`}
    </div>`;
  }

  protected override updated(): void {
    this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  private readonly open = () => {
    this.isOpen = true;
    this.active = NONE;
    // The word at the caret may be another one now.
    this.requestUpdate();
  };

  private readonly onFocus = () => {
    this.open();
    this.options.onEnter();
  };

  private close(): void {
    this.isOpen = false;
    this.active = NONE;
  }

  private accept({ text, isWhole }: Completion): void {
    const { from, to } = this.completions;
    const before = this.draft ?? this.options.query;
    this.setDraft(before.slice(0, from) + text + before.slice(to).trimStart(), from + text.length);
    if (isWhole) this.close();
    this.active = NONE;
  }

  private setDraft(draft: string, caret: number): void {
    this.draft = draft;
    this.error = null;
    const { input } = this;
    if (!input) return;
    input.value = draft;
    input.focus();
    input.setSelectionRange(caret, caret);
  }

  /** Returns whether the text was a query. */
  private apply(): boolean {
    const text = (this.draft ?? this.options.query).trim();
    try {
      parseSuspectQuery(text);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.error = error.message;
      return false;
    }
    this.error = null;
    this.draft = null;
    if (text !== this.options.query) this.options.onApply(text);
    return true;
  }

  private reset(): void {
    this.draft = null;
    this.error = null;
    if (this.input) this.input.value = this.options.query;
  }

  private readonly onInput = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.draft = event.target.value;
    this.error = null;
    this.open();
  };

  private readonly onBlur = () => {
    this.close();
    if (this.draft !== null) this.apply();
  };

  private readonly onClear = () => {
    this.setDraft('', 0);
    this.apply();
    this.close();
  };

  private readonly onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const { items } = this.completions;
    const last = this.isOpen ? items.length - 1 : NONE;
    const chosen = this.isOpen ? items[this.active] : undefined;
    if (event.key === 'ArrowDown' && !this.isOpen) this.open();
    else if (event.key === 'ArrowDown' && last >= 0) this.active = this.active >= last ? 0 : this.active + 1;
    else if (event.key === 'ArrowUp' && last >= 0) this.active = this.active <= 0 ? last : this.active - 1;
    else if (event.key === 'Enter' && chosen) this.accept(chosen);
    else if (event.key === 'Enter') this.applyAndLeave();
    else if (event.key === 'Escape') this.escape();
    else if (event.key === 'Tab' && chosen && !event.shiftKey) this.accept(chosen);
    else return;
    event.preventDefault();
  };

  private applyAndLeave(): void {
    this.close();
    if (this.apply()) this.options.onLeave();
  }

  /** First closes the list, then takes back what is typed, then leaves. */
  private escape(): void {
    if (this.isOpen && this.completions.items.length > 0) this.close();
    else {
      this.reset();
      this.options.onLeave();
    }
  }
}
