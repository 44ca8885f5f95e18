import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { actionBar } from './actionBar';
import { emptyState } from './emptyStates';
import { filterBar } from './filterBar';
import type { Gallery } from './gallery';
import { icon } from './icon';
import { keyToAction, type PageAction } from './keyboard';
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

/** Review keys belong to the grid; other controls keep theirs, except for undo, redo and the key list. */
function worksOutsideGrid(action: PageAction, event: KeyboardEvent): boolean {
  if (action.type === 'showKeys') return true;
  const isHistory = action.type === 'review' && (action.action === 'undo' || action.action === 'redo');
  return isHistory && (event.ctrlKey || event.metaKey);
}

/** `<label-review>`: the whole page. Light DOM, so that one stylesheet serves it all. */
export class LabelReview extends LitElement {
  declare gallery: Gallery;
  declare flow: ReviewFlow;
  private revision = 0;
  private readonly onKeyDown = (event: KeyboardEvent) => this.handleKey(event);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKeyDown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKeyDown);
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented || this.gallery.dialog !== null) return;
    const action = keyToAction(event);
    const target = event.target instanceof Element ? event.target : document.body;
    const isInGrid = target === document.body || target.closest('.grid') !== null;
    if (!action || !(isInGrid || worksOutsideGrid(action, event))) return;
    event.preventDefault();
    const isMove = action.type === 'move' || (action.type === 'review' && action.action.endsWith('do'));
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
        ${empty ?? html`<suspect-grid .gallery=${gallery} .revision=${this.revision}></suspect-grid>`}
      </main>
      ${hasSuspects ? stopLine(state.stopping) : nothing} ${statusBar(gallery)}${this.openDialog()}`;
  }

  protected override updated(): void {
    forwardKeyShortcuts(this);
    if (!this.gallery.wantsFilter) return;
    this.gallery.wantsFilter = false;
    this.querySelector<QueryField>('query-field')?.enter();
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
