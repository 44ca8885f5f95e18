import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewAction } from '../src/core/names';
import { actionBar } from './actionBar';
import { filterBar } from './filters/filterBar';
import type { Gallery } from './gallery';
import { CELL_SIZE_STEP, MAX_CELL_SIZE, MIN_CELL_SIZE } from './grid/gridLayout';
import { icon } from './icon';
import { message } from '../src/core/words/message';
import { say } from './pageWording';
import { keyShortcuts, withHint } from './keys/keyHints';

/** What filters, decides and shows, above the suspects. */
export function toolbar(gallery: Gallery, perform: (action: ReviewAction) => void): TemplateResult {
  return html`<header class="toolbar">
    <div class="toolbar-line">${filterBar(gallery)}</div>
    <div class="toolbar-line">
      ${actionBar(gallery, perform)}
      <div class="view-tools">
        ${sizeSlider(gallery)}
        <vscode-button
          appearance="icon"
          aria-label=${l10n.t('Why it was flagged')}
          aria-keyshortcuts=${keyShortcuts(gallery.page.keys.togglePanel) || nothing}
          title=${withHint(l10n.t('Why it was flagged'), gallery.page.keys.togglePanel)}
          @click=${() => gallery.dispatch({ type: 'setPanel', hasPanel: !gallery.page.hasPanel })}
          >${icon('info')}</vscode-button
        >
        <vscode-button
          appearance="icon"
          aria-label=${l10n.t('Keys')}
          aria-keyshortcuts=${keyShortcuts(gallery.page.keys.showKeys) || nothing}
          title=${withHint(l10n.t('Show all keys'), gallery.page.keys.showKeys)}
          @click=${() => gallery.dispatch({ type: 'open', dialog: 'keys' })}
          >${icon('question')}</vscode-button
        >
      </div>
    </div>
  </header>`;
}

/** How large the images are drawn. */
function sizeSlider(gallery: Gallery): TemplateResult {
  const name = say(message('size-of-things'), gallery.page.state?.thing);
  return html`<input
    class="size"
    type="range"
    aria-label=${name}
    title=${name}
    min=${MIN_CELL_SIZE}
    max=${MAX_CELL_SIZE}
    step=${CELL_SIZE_STEP}
    .value=${String(gallery.page.cellSize)}
    @input=${({ target }: Event) => {
      if (target instanceof HTMLInputElement)
        gallery.dispatch({ type: 'setCellSize', size: target.valueAsNumber });
    }}
  />`;
}
