import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Gallery } from '../gallery';
import { MAX_CELL_SIZE, MIN_CELL_SIZE } from './gridLayout';

/** How large the images are drawn. */
export const sizeSlider = (gallery: Gallery): TemplateResult =>
  html`<input
    class="size"
    type="range"
    aria-label=${l10n.t('Image size')}
    title=${l10n.t('Image size')}
    min=${MIN_CELL_SIZE}
    max=${MAX_CELL_SIZE}
    step="16"
    .value=${String(gallery.page.cellSize)}
    @input=${({ target }: Event) => {
      if (target instanceof HTMLInputElement)
        gallery.dispatch({ type: 'setCellSize', size: target.valueAsNumber });
    }}
  />`;
