import * as l10n from '@vscode/l10n';
import { LitElement, html, type TemplateResult } from 'lit';

/** `<seen-pixels>`: the bitmap the network was given, drawn on a canvas, for the page's policy allows no made-up addresses. */
export class SeenPixels extends LitElement {
  static override properties = { bitmap: { attribute: false }, name: {} };
  /** The bytes of a `.bmp` file. */
  declare bitmap: Uint8Array;
  /** What it is, for screen readers. */
  declare name: string;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<canvas role="img" aria-label=${this.name}></canvas>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('bitmap')) void this.draw(this.bitmap);
  }

  private async draw(bytes: Uint8Array): Promise<void> {
    // A copy: a blob takes no view of shared memory.
    const image = await createImageBitmap(new Blob([bytes.slice()], { type: 'image/bmp' }));
    const canvas = this.querySelector('canvas');
    if (!canvas || bytes !== this.bitmap) return;
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    canvas.title = l10n.t('{0} × {1} pixels', image.width, image.height);
  }
}
