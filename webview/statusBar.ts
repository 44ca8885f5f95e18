import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { factsText } from './panel/factsText';
import type { Gallery } from './gallery';
import { largeText } from './panel/largeText';
import type { Page } from './store/page';
import { focusedRow } from './store/step';
import { countsText, viewCountText } from './reviewWording';

/** Counts, always in sight, and what was last done. "Saving…" is not announced: the outcome that follows is. */
export function statusBar(gallery: Gallery): TemplateResult {
  const { counts } = gallery;
  const { state, pending } = gallery.page;
  const inView = viewCountText(counts);
  const focused = focusedRow(gallery.page);
  const facts = focused && factsText(focused);
  return html`<footer class="status-bar">
    ${
      state?.status === 'ready'
        ? html`<span class="counts">${countsText(counts)}</span
            >${inView && html`<span class="detail">${inView}</span>`}`
        : nothing
    }
    ${facts && html`<span class="detail facts-of-focus">${facts}</span>`}
    ${pending.length > 0 ? html`<span class="saving">${l10n.t('Saving…')}</span>` : nothing}${liveRegion(gallery.page)}
  </footer>`;
}

/** Makes two equal announcements in a row two different texts, or the second would not be read out. */
const ALTERNATION = '\u00a0';

/**
 * The one live region of the page: always there, polite, and visible to everybody. What the large view shows is said there,
 * too, whenever that is another image: the keyboard stays where it is.
 */
function liveRegion(page: Page): TemplateResult {
  const { text, serial } = page.announcement;
  const parts = [text, page.isLarge ? largeText(page) : ''].filter((part) => part !== '');
  return html`<span class="announcement" role="status" aria-live="polite" aria-atomic="true"
    >${parts.length === 0 ? '' : parts.join(' ') + (serial % 2 === 0 ? '' : ALTERNATION)}</span
  >`;
}
