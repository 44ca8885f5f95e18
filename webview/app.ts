import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { actionBar } from './actionBar';
import { emptyState } from './emptyStates';
import { filterBar } from './filters/filterBar';
import type { Gallery } from './gallery';
import { icon } from './icon';
import type { KeyEcho } from './keys/keyEcho';
import { keyToAction, keyToLargeAction, type PageAction } from './keys/keyboard';
import type { LargeView } from './panel/largeView';
import { messages } from './messages';
import { classFilterPicker, labelPicker, pairPicker } from './filters/pickers';
import { progressPanel, progressStrip } from './progressPanel';
import type { QueryField } from './filters/queryField';
import type { QuickPick, QuickPickOptions } from './filters/quickPick';
import type { ReviewFlow } from './reviewFlow';
import { sizeSlider } from './grid/sizeSlider';
import { statusBar } from './statusBar';
import { stopLine } from './stopLine';
import { forwardKeyShortcuts } from './toolkit';
import { whyPanel } from './panel/whyPanel';

const isForSuspects = (target: Element): boolean =>
  target === document.body || target.closest('.grid, .stage') !== null;

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

/** May be repeated by holding the key down. */
const REPEATABLE: ReadonlySet<PageAction['type']> = new Set(['move', 'pan', 'zoom']);

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** `<label-review>`: the whole page. Light DOM, so that one stylesheet serves it all. */
export class LabelReview extends LitElement {
  declare gallery: Gallery;
  declare flow: ReviewFlow;
  declare keys: KeyEcho;
  private revision = 0;
  private hasKeyFocus = false;
  private readonly onKeyDown = (event: KeyboardEvent) => this.handleKey(event);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKeyDown);
    for (const moved of ['focusin', 'focusout'] as const) document.addEventListener(moved, this.onFocusMoved);
    for (const moved of ['focus', 'blur'] as const) window.addEventListener(moved, this.onFocusMoved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKeyDown);
    for (const moved of ['focusin', 'focusout'] as const)
      document.removeEventListener(moved, this.onFocusMoved);
    for (const moved of ['focus', 'blur'] as const) window.removeEventListener(moved, this.onFocusMoved);
  }

  /** The keybindings for the gallery apply while its page has the focus; what they mean there is decided here. */
  private readonly onFocusMoved = () => {
    // After the event the focus is where it went.
    queueMicrotask(() => {
      const isOn = document.hasFocus();
      if (isOn === this.hasKeyFocus) return;
      this.hasKeyFocus = isOn;
      if (!isOn) this.keys.forget();
      this.gallery.host
        .request({ type: 'keyFocus', isOn })
        .catch((error: unknown) => this.gallery.report(error));
    });
  };

  private handleKey(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target : document.body;
    const isText = isTextField(target);
    if (isText && isForText(event)) {
      event.stopPropagation();
      return;
    }
    if (event.isComposing || MODIFIERS.has(event.key)) return;
    const { isLarge, dialog } = this.gallery;
    const isInGrid = dialog === null && isForSuspects(target);
    const action = isInGrid ? (isLarge ? keyToLargeAction(event) : keyToAction(event)) : null;
    if (action && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat || REPEATABLE.has(action.type)) this.flow.perform(action);
      return;
    }
    if (isInGrid && isBrowserKey(event)) event.preventDefault();
    if (!this.keys.lets(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const place = isInGrid ? 'suspects' : isText || dialog !== null ? 'typing' : 'controls';
    // The last to hear of the event, after VS Code, which listens at the window too.
    window.addEventListener('keydown', () => this.keys.pressed(event, place), { once: true });
  }

  protected override render(): TemplateResult {
    const { gallery } = this;
    const { state } = gallery;
    const progress = state?.progress ?? null;
    this.revision++;
    const title = html`<h1 class="page-title">
      ${state ? l10n.t('Label Review: {0}', state.datasetName) : l10n.t('Label Review')}
    </h1>`;
    if (progress && state?.status === 'none')
      return html`<main>${title}${messages(gallery)}${progressPanel(gallery, progress)}</main>
        ${statusBar(gallery)}`;
    const empty = emptyState(gallery);
    const hasSuspects = state?.status === 'ready' && state.counts.suspects > 0;
    return html`${hasSuspects ? this.toolbar() : nothing}
      <main>
        ${title} ${progress ? progressStrip(gallery, progress) : nothing} ${messages(gallery)}
        ${empty ?? this.work()}
      </main>
      ${hasSuspects ? stopLine(state.stopping) : nothing} ${statusBar(gallery)}${this.openDialog()}`;
  }

  protected override updated(): void {
    forwardKeyShortcuts(this);
    const large = this.querySelector<LargeView>('large-view');
    this.gallery.onLargeAction = large
      ? (action) => (action.type === 'zoom' ? large.zoomStep(action.step) : large.panStep(action.x, action.y))
      : null;
    this.gallery.onTypeAhead ??= (key) => this.typeAhead(key);
    if (!this.gallery.wantsFilter) return;
    this.gallery.wantsFilter = false;
    this.querySelector<QueryField>('query-field')?.enter();
  }

  /** A key that was pressed before the field it is meant for was there. */
  private async typeAhead(key: string): Promise<boolean> {
    await this.updateComplete;
    await this.querySelector<QuickPick>('quick-pick')?.updateComplete;
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement && isTextField(field))) return false;
    if (key.length !== 1) return true;
    const caret = field.selectionEnd ?? field.value.length;
    field.setRangeText(key, field.selectionStart ?? caret, caret, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return true;
  }

  private work(): TemplateResult {
    const { gallery, revision } = this;
    return html`<div class="work">
      <div class="views">
        <suspect-grid
          class=${gallery.isLarge ? 'covered' : ''}
          ?inert=${gallery.isLarge}
          .gallery=${gallery}
          .revision=${revision}
          .onAccept=${() => this.flow.perform({ type: 'review', action: 'accept' })}
        ></suspect-grid>
        ${gallery.isLarge ? html`<large-view .gallery=${gallery} .revision=${revision}></large-view>` : nothing}
      </div>
      ${gallery.hasPanel ? whyPanel(gallery) : nothing}
    </div>`;
  }

  private toolbar(): TemplateResult {
    const { gallery, flow } = this;
    return html`<header class="toolbar">
      <div class="toolbar-line">${filterBar(gallery)}</div>
      <div class="toolbar-line">
        ${actionBar(gallery, (action) => flow.perform({ type: 'review', action }))}
        <div class="view-tools">
          ${sizeSlider(gallery)}
          <vscode-button
            appearance="icon"
            aria-label=${l10n.t('Why it was flagged')}
            aria-keyshortcuts="I"
            title=${l10n.t('Why it was flagged (I)')}
            @click=${() => gallery.setPanel(!gallery.hasPanel)}
            >${icon('info')}</vscode-button
          >
          <vscode-button
            appearance="icon"
            aria-label=${l10n.t('Keys')}
            aria-keyshortcuts="?"
            title=${l10n.t('Show all keys (?)')}
            @click=${() => gallery.open('keys')}
            >${icon('question')}</vscode-button
          >
        </div>
      </div>
    </header>`;
  }

  private openDialog(): TemplateResult | typeof nothing {
    const { gallery, flow } = this;
    const pick = (options: QuickPickOptions) => html`<quick-pick .options=${options}></quick-pick>`;
    switch (gallery.dialog) {
      case 'label':
        return pick(labelPicker(gallery, (label) => flow.relabel(label)));
      case 'given':
      case 'suggested':
        return pick(classFilterPicker(gallery, gallery.dialog));
      case 'pair':
        return pick(pairPicker(gallery));
      case 'keys':
        return html`<key-map
          .onClose=${() => gallery.open(null)}
          .onChangeKeys=${() => gallery.runCommand('changeKeys')}
        ></key-map>`;
      case null:
        return nothing;
    }
  }
}
