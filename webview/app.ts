import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { actionBar } from './actionBar';
import { emptyState } from './emptyStates';
import { filterBar } from './filterBar';
import type { Gallery } from './gallery';
import { icon } from './icon';
import { keyToAction, keyToLargeAction, type PageAction } from './keyboard';
import type { LargeView } from './largeView';
import { messages } from './messages';
import { classFilterPicker, labelPicker, pairPicker } from './pickers';
import { progressPanel, progressStrip } from './progressPanel';
import type { QueryField } from './queryField';
import type { QuickPickOptions } from './quickPick';
import type { ReviewFlow } from './reviewFlow';
import { sizeSlider } from './sizeSlider';
import { statusBar } from './statusBar';
import { stopLine } from './stopLine';
import { forwardKeyShortcuts } from './toolkit';
import { whyPanel } from './whyPanel';

/** Review keys belong to the grid; other controls keep theirs, except for undo, redo and the key list. */
function worksOutsideGrid(action: PageAction, event: KeyboardEvent): boolean {
  if (action.type !== 'review') return false;
  if (action.action === 'showKeys') return true;
  const isHistory = action.action === 'undo' || action.action === 'redo';
  return isHistory && (event.ctrlKey || event.metaKey);
}

const isForSuspects = (target: Element): boolean =>
  target === document.body || target.closest('.grid, .stage') !== null;

/** A key pressed in a text field that means something there and, to VS Code, a decision. */
function isTyping({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isText = target instanceof HTMLInputElement && target.type === 'text';
  return isText && !ctrlKey && !metaKey && !altKey && (key.length === 1 || key === 'Enter');
}

/** `<label-review>`: the whole page. Light DOM, so that one stylesheet serves it all. */
export class LabelReview extends LitElement {
  declare gallery: Gallery;
  declare flow: ReviewFlow;
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

  /** VS Code's own keybindings for the gallery apply only while its keys do. */
  private readonly onFocusMoved = () => {
    // After the event the focus is where it went.
    queueMicrotask(() => {
      const active = document.activeElement ?? document.body;
      const isOn = document.hasFocus() && this.gallery.dialog === null && isForSuspects(active);
      if (isOn === this.hasKeyFocus) return;
      this.hasKeyFocus = isOn;
      this.gallery.host
        .request({ type: 'keyFocus', isOn })
        .catch((error: unknown) => this.gallery.report(error));
    });
  };

  private handleKey(event: KeyboardEvent): void {
    // VS Code binds plain letters to the gallery's commands: it must not see those that are typed or handled here.
    if (isTyping(event)) event.stopPropagation();
    if (event.isComposing || event.defaultPrevented || this.gallery.dialog !== null) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const action = this.gallery.isLarge ? keyToLargeAction(event) : keyToAction(event);
    const isInGrid = isForSuspects(target);
    if (!action || !(isInGrid || worksOutsideGrid(action, event))) return;
    event.preventDefault();
    event.stopPropagation();
    const isMove =
      action.type === 'move' ||
      action.type === 'pan' ||
      action.type === 'zoom' ||
      (action.type === 'review' && action.action.endsWith('do'));
    // A key held down must not decide about one suspect after the other.
    if (event.repeat && !isMove) return;
    this.flow.perform(action);
  }

  protected override render(): TemplateResult {
    const { gallery } = this;
    const { state } = gallery;
    const progress = state?.progress ?? null;
    this.revision++;
    const title = html`<h1 class="page-title">Label Review${state ? `: ${state.datasetName}` : ''}</h1>`;
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
    if (!this.gallery.wantsFilter) return;
    this.gallery.wantsFilter = false;
    this.querySelector<QueryField>('query-field')?.enter();
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
      <div class="toolbar-line">
        ${filterBar(gallery)}
        <div class="commands">
          <vscode-button appearance="secondary" @click=${() => gallery.runCommand('scan')}
            >Find Wrong Labels…</vscode-button
          >
          ${
            gallery.counts.reviewed > 0
              ? html`<vscode-button appearance="secondary" @click=${() => gallery.runCommand('retrain')}
                  >Retrain with Corrections</vscode-button
                >`
              : nothing
          }
          <vscode-button @click=${() => gallery.runCommand('export')}>Export CSV</vscode-button>
        </div>
      </div>
      <div class="toolbar-line">
        ${actionBar(gallery, (action) => flow.perform({ type: 'review', action }))}
        <div class="view-tools">
          ${sizeSlider(gallery)}
          <vscode-button
            appearance="icon"
            aria-label="Why it was flagged"
            aria-keyshortcuts="I"
            title="Why it was flagged (I)"
            @click=${() => gallery.setPanel(!gallery.hasPanel)}
            >${icon('info')}</vscode-button
          >
          <vscode-button
            appearance="icon"
            aria-label="Keys"
            aria-keyshortcuts="?"
            title="Show all keys (?)"
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
        return html`<key-map .onClose=${() => gallery.open(null)}></key-map>`;
      case null:
        return nothing;
    }
  }
}
