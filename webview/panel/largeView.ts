import * as l10n from '@vscode/l10n';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Box } from '../../src/core/dataset/imagePlace';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { SuspectRow } from '../../src/shared/galleryProtocol';
import type { Gallery } from '../gallery';
import type { LargeAction } from '../keys/keyboard';
import { focusFailure, type Page } from '../store/page';
import { focusedRow } from '../store/step';
import { decidedText, isDoubted, isOffTopic } from '../reviewWording';
import { changeText } from './factsText';
import { largeText } from './largeText';
import { PIXELATED_FROM, fitZoom, panBy, zoomBy, zoomToBox, type Size, type ZoomPan } from './zoomPan';
import { menuOf } from '../imageMenu';
import { numbers } from '../pageWording';

const WHEEL_STEP = 1.0015;
const KEY_STEP = 1.5;
const PAN_STEP_PX = 60;

const labels = (row: SuspectRow): TemplateResult =>
  isOffTopic(row)
    ? html`<span>${showUnseen(row.givenLabel)}</span> → <b>${l10n.t('exclude')}</b>`
    : isDoubted(row)
      ? html`<span>${showUnseen(row.givenLabel)}</span> → <b>${showUnseen(row.suggestedLabel)}</b>`
      : html`<span>${showUnseen(row.givenLabel)}</span>`;

/** Why it is the thumbnail that is shown. */
function thumbnailText(page: Page): string {
  const change = focusedRow(page)?.change;
  if (change !== undefined) return l10n.t('This is its thumbnail: {0}.', changeText(change));
  const why = page.details.get(page.focus)?.noOriginal;
  return why === undefined
    ? l10n.t('The browser cannot show this file, so this is its thumbnail; O opens the file.')
    : l10n.t('This is its thumbnail. {0}', why);
}

/** `<large-view>`: the focused suspect alone, down to its pixels; all keys of the review work as in the grid. */
export class LargeView extends LitElement {
  static override properties = { gallery: { attribute: false }, page: { attribute: false } };
  declare gallery: Gallery;
  /** The gallery's. */
  declare page: Page;
  private isFocusDue = false;
  private image: Size | null = null;
  private stage: Size = { width: 0, height: 0 };
  /** Null while the image is shown whole, whatever the size of the page. */
  private zoom: ZoomPan | null = null;
  private shown = '';
  private brokenOriginal = '';
  private readonly resizes = new ResizeObserver(() => this.measure());

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  /** Gets the keyboard once it is drawn. */
  takeFocus(): void {
    this.isFocusDue = true;
    this.requestUpdate();
  }

  /** What the keyboard asks for. */
  look(action: LargeAction): void {
    if (action.type === 'zoom') this.zoomStep(action.step);
    else if (this.image && this.zoom) {
      const by = { x: action.x * PAN_STEP_PX, y: action.y * PAN_STEP_PX };
      this.setZoom(panBy(this.zoom, by, this.sizes));
    }
  }

  private zoomStep(step: 1 | -1 | 0): void {
    if (step === 0) this.setZoom(null);
    else this.zoomAt(step > 0 ? KEY_STEP : 1 / KEY_STEP, { x: 0, y: 0 });
  }

  private get sizes(): { image: Size; stage: Size } {
    return { image: this.image ?? { width: 1, height: 1 }, stage: this.stage };
  }

  private get current(): ZoomPan {
    return this.zoom ?? fitZoom(this.sizes.image, this.stage);
  }

  private zoomAt(factor: number, at: { x: number; y: number }): void {
    if (!this.image) return;
    this.setZoom(zoomBy({ zoom: this.current, factor, at, ...this.sizes }));
  }

  private setZoom(zoom: ZoomPan | null): void {
    this.zoom = zoom;
    this.requestUpdate();
  }

  private measure(): void {
    const stage = this.querySelector('.stage');
    if (!stage) return;
    this.stage = { width: stage.clientWidth, height: stage.clientHeight };
    if (this.zoom) this.zoom = panBy(this.zoom, { x: 0, y: 0 }, this.sizes);
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    const path = focusedRow(this.page)?.path ?? '';
    if (path === this.shown) return;
    this.shown = path;
    this.image = null;
    this.zoom = null;
  }

  protected override render(): TemplateResult {
    const { gallery } = this;
    const { focus } = gallery.page;
    const row = focusedRow(gallery.page);
    const isLoading = !this.isLookedAt;
    const { address } = this.address(row);
    return html`<section class="large" aria-label=${l10n.t('Large view')}>
      <div
        class="stage"
        role="group"
        tabindex="0"
        aria-label=${largeText(gallery.page)}
        data-position=${focus}
        data-vscode-context=${menuOf(gallery)}
        data-large-path=${row?.path ?? nothing}
        @wheel=${this.onWheel}
        @pointerdown=${this.onPointerDown}
        @pointermove=${this.onPointerMove}
        @dblclick=${this.onDoubleClick}
      >
        ${
          address === undefined
            ? html`<p class="stage-note">
                ${isLoading ? l10n.t('Loading…') : l10n.t('There is no picture of this file to show.')}
              </p>`
            : [this.picture(address), this.frame()]
        }
      </div>
      ${this.bar(row)}
    </section>`;
  }

  /** Whether the details of the suspect are there, or have failed to come. */
  private get isLookedAt(): boolean {
    return this.page.details.has(this.page.focus) || focusFailure(this.page) !== null;
  }

  /** The original where a browser can show it, else the thumbnail; undefined while unknown or when there is neither. */
  private address(row: SuspectRow | undefined): { address: string | undefined; isThumbnail: boolean } {
    const details = this.page.details.get(this.page.focus);
    const original = details?.original === this.brokenOriginal ? undefined : details?.original;
    const thumbnail = this.isLookedAt ? row?.thumbnail : undefined;
    return { address: original ?? thumbnail, isThumbnail: original === undefined && thumbnail !== undefined };
  }

  private bar(row: SuspectRow | undefined): TemplateResult {
    const { gallery } = this;
    const { isThumbnail } = this.address(row);
    return html` <div class="large-bar">
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Previous')}
        title=${l10n.t('Previous (←)')}
        @click=${() => gallery.move('previous', false)}
        >‹</vscode-button
      >
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Next')}
        title=${l10n.t('Next (→)')}
        @click=${() => gallery.move('next', false)}
        >›</vscode-button
      >
      <span class="large-labels">
        ${row && labels(row)}
        ${row?.decision ? html`<span class="large-decision">${decidedText(row.decision)}</span>` : nothing}
      </span>
      <span class="detail">${this.facts()}</span>
      ${this.note(isThumbnail)} ${this.tools()}
    </div>`;
  }

  /** Why it is not the file itself that is shown; the panel says for itself what could not be read. */
  private note(isThumbnail: boolean): TemplateResult | typeof nothing {
    const { hasPanel } = this.page;
    const failure = focusFailure(this.page);
    if (failure !== null)
      return hasPanel ? nothing : html`<span class="large-note" role="alert">${failure}</span>`;
    if (!isThumbnail) return nothing;
    return html`<span class="large-note">${thumbnailText(this.page)}</span>`;
  }

  private tools(): TemplateResult {
    const { gallery } = this;
    return html`<span class="large-tools">
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Zoom out')}
        title=${l10n.t('Zoom out (−)')}
        @click=${() => this.zoomStep(-1)}
        >−</vscode-button
      >
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Fit')}
        title=${l10n.t('Fit (0)')}
        @click=${() => this.zoomStep(0)}
        >${l10n.t('Fit')}</vscode-button
      >
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Zoom in')}
        title=${l10n.t('Zoom in (+)')}
        @click=${() => this.zoomStep(1)}
        >+</vscode-button
      >
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Close large view')}
        title=${l10n.t('Close (Escape)')}
        @click=${() => gallery.dispatch({ type: 'setLarge', isLarge: false })}
        >×</vscode-button
      >
    </span>`;
  }

  private picture(address: string): unknown {
    const { scale, x, y } = this.current;
    const { width, height } = this.image ?? { width: 0, height: 0 };
    const style =
      `width:${width * scale}px;height:${height * scale}px;` +
      `transform:translate(-50%,-50%) translate(${x}px,${y}px);visibility:${this.image ? 'visible' : 'hidden'}`;
    // An element for each suspect: another box of the same picture is loaded anew, and then brought into view.
    return keyed(
      this.shown,
      html`<img
        src=${address}
        alt=""
        draggable="false"
        class=${scale >= PIXELATED_FROM ? 'pixelated' : ''}
        .style=${style}
        @load=${this.onLoad}
        @error=${() => this.onBroken(address)}
      />`,
    );
  }

  /** Where the box is that this is about; the thumbnail shows nothing but the box. */
  private frame(): TemplateResult | typeof nothing {
    const { box } = this;
    if (box === undefined || this.image === null) return nothing;
    const { scale, x, y } = this.current;
    const left = x + (box.x - this.image.width / 2) * scale;
    const top = y + (box.y - this.image.height / 2) * scale;
    const style =
      `width:${box.width * scale}px;height:${box.height * scale}px;` +
      `transform:translate(${left}px,${top}px)`;
    return html`<div class="box-frame" .style=${style}></div>`;
  }

  /** In the picture that is shown; undefined for whole images and where only a thumbnail can be shown. */
  private get box(): Box | undefined {
    const details = this.page.details.get(this.page.focus);
    return details?.original === undefined || details.original === this.brokenOriginal
      ? undefined
      : details.box;
  }

  private facts(): string {
    if (!this.image) return '';
    const { width, height } = this.image;
    return `${width} × ${height} · ${numbers.percent(Math.round(this.current.scale * 100) / 100)}`;
  }

  protected override firstUpdated(): void {
    const stage = this.querySelector('.stage');
    if (stage) this.resizes.observe(stage);
    this.measure();
  }

  protected override updated(): void {
    if (!this.isFocusDue) return;
    this.isFocusDue = false;
    this.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }

  private readonly onLoad = ({ currentTarget: image }: Event) => {
    if (!(image instanceof HTMLImageElement)) return;
    this.image = { width: image.naturalWidth, height: image.naturalHeight };
    if (this.box !== undefined) this.zoom = zoomToBox(this.box, this.image, this.stage);
    this.requestUpdate();
  };

  private onBroken(address: string): void {
    this.brokenOriginal = address;
    this.requestUpdate();
  }

  private fromCentre({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const box = this.querySelector('.stage')?.getBoundingClientRect() ?? new DOMRect();
    return { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 };
  }

  private readonly onWheel = (event: WheelEvent) => {
    event.preventDefault();
    this.zoomAt(WHEEL_STEP ** -event.deltaY, this.fromCentre(event));
  };

  private readonly onPointerDown = (event: PointerEvent) => {
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
  };

  private readonly onPointerMove = (event: PointerEvent) => {
    if ((event.buttons & 1) === 0 || !this.zoom) return;
    this.setZoom(panBy(this.zoom, { x: event.movementX, y: event.movementY }, this.sizes));
  };

  private readonly onDoubleClick = (event: MouseEvent) => {
    if (this.zoom) this.setZoom(null);
    else this.zoomAt(Math.max(KEY_STEP, 1 / this.current.scale), this.fromCentre(event));
  };
}
