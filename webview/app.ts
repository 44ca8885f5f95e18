import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { ACTION_KEYS } from '../src/core/keys';
import type { ReviewAction } from '../src/core/names';
import { showUnseen } from '../src/core/words/showUnseen';
import { emptyState } from './emptyStates';
import type { Gallery } from './gallery';
import { isRepeating, keyToAction, type KeyPress } from './keys/keyboard';
import type { SuspectGrid } from './grid/grid';
import type { ViewEffect } from './store/step';
import type { LargeView } from './panel/largeView';
import { messages } from './messages';
import { classFilterPicker, labelPicker, pairPicker } from './filters/pickers';
import { progressPanel, progressStrip } from './progressPanel';
import type { QueryField } from './filters/queryField';
import type { QuickPickOptions } from './filters/quickPick';
import type { ReviewFlow } from './reviewFlow';
import { statusBar } from './statusBar';
import { stopLine } from './stopLine';
import { repeated, typeInto } from './keys/typeAhead';
import { toolbar } from './toolbar';
import { forwardKeyShortcuts } from './toolkit';
import { whyPanel } from './panel/whyPanel';

const isForSuspects = (target: Element): boolean =>
  target === document.body || target.matches('.panel') || target.closest('.grid, .stage') !== null;

const isTextField = (target: Element): boolean =>
  target instanceof HTMLInputElement && target.type === 'text';

/** A key that means something to a text field: VS Code must not see it, for it may have bound it to a decision. */
function isForText({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey) return !altKey && /^[azy]$/i.test(key);
  return !altKey && (key.length === 1 || key === 'Enter' || key === 'Backspace' || key === 'Delete');
}

/**
 * What the browser itself would do with a key of the grid: scroll, select the page's text, or type it into the field that
 * the key has opened.
 */
const isBrowserKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey ? key.toLowerCase() === 'a' : !altKey && (key.length === 1 || key === 'Enter');

/** What a text field or dialog takes of the keys that were pressed before it was there. */
const isTypedAhead = (event: KeyboardEvent): boolean =>
  isForText(event) || event.key === 'Escape' || event.key.startsWith('Arrow');

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

type KeyTarget = 'suspects' | 'controls' | 'typing';

/** `<label-review>`: the whole page. Light DOM, so that one stylesheet serves it all. */
export class LabelReview extends LitElement {
  declare gallery: Gallery;
  declare flow: ReviewFlow;
  /** What waits for the part of the page that does it. */
  private due: readonly ViewEffect[] = [];
  /** Where the last key was pressed that VS Code got, and may run a command for; forgotten when the page loses the keyboard. */
  private lastKeyTarget: KeyTarget | null = null;
  private hadFocus = false;
  private readonly onKeyDown = (event: KeyboardEvent) => this.handleKey(event);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKeyDown);
    document.addEventListener('contextmenu', this.onContextMenu);
    window.addEventListener('blur', this.onBlur);
    window.addEventListener('focus', this.onFocus);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKeyDown);
    document.removeEventListener('contextmenu', this.onContextMenu);
    window.removeEventListener('blur', this.onBlur);
    window.removeEventListener('focus', this.onFocus);
  }

  /** A command that comes from a menu is meant, wherever a key was pressed before. */
  private readonly onContextMenu = () => (this.lastKeyTarget = null);

  private readonly onBlur = () => (this.lastKeyTarget = null);

  /** What was to have the keyboard while it was elsewhere, perhaps in a dialog of VS Code, gets it now. */
  private readonly onFocus = () => {
    this.requestUpdate();
    this.querySelector<SuspectGrid>('suspect-grid')?.requestUpdate();
  };

  /** A review command of VS Code. Where a key was bound to it that was pressed on something else, it is not meant. */
  performCommand(action: ReviewAction, argument?: number): void {
    if (this.lastKeyTarget === 'typing') return;
    if (this.lastKeyTarget === 'controls' && ACTION_KEYS.get(action)?.where !== 'page') return;
    this.flow.perform({ type: 'review', action, ...(argument !== undefined && { argument }) });
  }

  private handleKey(event: KeyboardEvent): void {
    const { target } = event;
    const element = target instanceof Element ? target : document.body;
    const isText = isTextField(element);
    if (event.defaultPrevented || (isText && isForText(event))) {
      event.stopPropagation();
      return;
    }
    if (event.isComposing || MODIFIERS.has(event.key)) return;
    const isTyping = isText || this.gallery.page.dialog !== null;
    const keyTarget = isTyping ? 'typing' : isForSuspects(element) ? 'suspects' : 'controls';
    if (keyTarget !== 'typing' && this.isOwn(event, keyTarget)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (keyTarget === 'suspects' && isBrowserKey(event)) event.preventDefault();
    // Held down it would repeat a command that it is bound to, and decide about one suspect after the other.
    if (event.repeat && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    this.lastKeyTarget = keyTarget;
  }

  /** Does what the table of keys says; what is not in it is left to VS Code. */
  private isOwn(event: KeyboardEvent, target: 'suspects' | 'controls'): boolean {
    const { gallery, flow } = this;
    const mean = (where: 'grid' | 'large' | 'controls') => keyToAction(event, where, gallery.page.keys);
    const isOnSuspects = target === 'suspects';
    const action = mean(!isOnSuspects ? 'controls' : gallery.page.isLarge ? 'large' : 'grid');
    // What waits may open the large view, or a field that gets what is typed meanwhile.
    const isForLarge = flow.isBusy && mean('large') !== null;
    const isLater = isOnSuspects && (isForLarge || (flow.isOpening && isTypedAhead(event)));
    if (action === null && !isLater) return false;
    if (!event.repeat || (action !== null && isRepeating(action))) flow.press(event, isOnSuspects);
    return true;
  }

  protected override render(): TemplateResult {
    const { gallery } = this;
    const { state } = gallery.page;
    const progress = state?.progress ?? null;
    const title = html`<h1 class="page-title">
      ${state ? l10n.t('Label Review: {0}', showUnseen(state.datasetName)) : l10n.t('Label Review')}
    </h1>`;
    if (progress && state?.status === 'none')
      return html`<main>${title}${messages(gallery)}${progressPanel(gallery, progress)}</main>
        ${statusBar(gallery)}`;
    const empty = emptyState(gallery);
    const hasSuspects = state?.status === 'ready' && state.counts.suspects > 0;
    return html`${hasSuspects ? toolbar(gallery, (action) => this.flow.perform({ type: 'review', action })) : nothing}
      <main>
        ${title} ${progress ? progressStrip(gallery, progress) : nothing} ${messages(gallery)}
        ${empty ?? this.work()}
      </main>
      ${hasSuspects ? stopLine(state.stopping, state.thing) : nothing}
      ${statusBar(gallery)}${this.openDialog()}`;
  }

  protected override willUpdate(): void {
    this.hadFocus = this.contains(document.activeElement);
  }

  protected override updated(): void {
    forwardKeyShortcuts(this);
    // What had the keyboard has gone: it belongs to what has taken its place.
    if (this.hadFocus && document.activeElement === document.body)
      this.due = [...this.due, { type: 'focus' }];
    const { due } = this;
    this.due = [];
    this.due = [...due.filter((effect) => !this.hasDone(effect)), ...this.due];
  }

  /** Does something once what it is for is there. */
  show(effect: ViewEffect): void {
    this.due = [...this.due, effect];
    this.requestUpdate();
  }

  /** False where it has to wait. */
  private hasDone(effect: ViewEffect): boolean {
    const grid = this.querySelector<SuspectGrid>('suspect-grid');
    const large = this.querySelector<LargeView>('large-view');
    switch (effect.type) {
      case 'showFocus':
        return (
          (document.activeElement !== null && isTextField(document.activeElement)) ||
          this.hasDone({ type: 'focus' })
        );
      case 'focus':
        // A dialog that is open, here or in VS Code, keeps the keyboard.
        if (this.gallery.page.dialog !== null || !document.hasFocus()) return false;
        return this.focusSuspects(large ?? grid);
      case 'scrollTo':
        grid?.scrollToOffset(effect.offset);
        return grid !== null;
      case 'enterFilter':
        this.querySelector<QueryField>('query-field')?.enter();
        return true;
      case 'look':
        large?.look(effect.action);
        return true;
    }
  }

  /** Gives the keyboard to the suspects, or to what stands in their place; false where nothing does yet. */
  private focusSuspects(target: LargeView | SuspectGrid | null): boolean {
    const panel = this.querySelector<HTMLElement>('.panel[tabindex]');
    if (target) target.takeFocus();
    else panel?.focus();
    return target !== null || panel !== null;
  }

  /** A key that was pressed before the field or dialog it is meant for was there; false where neither is. */
  async typeAhead(press: KeyPress): Promise<boolean> {
    await this.drawn();
    const active = document.activeElement;
    const field = active instanceof HTMLInputElement && isTextField(active) ? active : null;
    const target = field ?? this.querySelector('dialog[open]');
    if (!target) return false;
    if (target.dispatchEvent(repeated(press)) && field) typeInto(field, press);
    await this.drawn();
    return true;
  }

  /** Resolves when the page shows what the last event has made of it. */
  async drawn(): Promise<void> {
    await this.updateComplete;
    for (const part of this.querySelectorAll<LitElement>('suspect-grid, quick-pick, key-map'))
      while (!(await part.updateComplete));
  }

  private work(): TemplateResult {
    const { gallery } = this;
    return html`<div class="work">
      <div class="views">
        <suspect-grid
          class=${gallery.page.isLarge ? 'covered' : ''}
          ?inert=${gallery.page.isLarge}
          .gallery=${gallery}
          .page=${gallery.page}
          .onAccept=${() => this.flow.perform({ type: 'review', action: 'accept' })}
        ></suspect-grid>
        ${gallery.page.isLarge ? html`<large-view .gallery=${gallery} .page=${gallery.page}></large-view>` : nothing}
      </div>
      ${gallery.page.hasPanel ? whyPanel(gallery) : nothing}
    </div>`;
  }

  private openDialog(): TemplateResult | typeof nothing {
    const { gallery, flow } = this;
    const pick = (options: QuickPickOptions) => html`<quick-pick .options=${options}></quick-pick>`;
    switch (gallery.page.dialog) {
      case 'label':
        return pick(labelPicker(gallery, (label) => flow.relabel(label)));
      case 'given':
      case 'suggested':
        return pick(classFilterPicker(gallery, gallery.page.dialog));
      case 'pair':
        return pick(pairPicker(gallery));
      case 'keys':
        return html`<key-map
          .thing=${gallery.page.state?.thing}
          .bindings=${gallery.page.keys}
          .onClose=${() => gallery.dispatch({ type: 'open', dialog: null })}
          .onChangeKeys=${() => gallery.runCommand('changeKeys')}
        ></key-map>`;
      case null:
        return nothing;
    }
  }
}
