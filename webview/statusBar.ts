import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { factsText } from './panel/factsText';
import type { Gallery } from './gallery';
import { focusedRow } from './store/step';
import { countsText, viewCountText } from './reviewWording';

/** Counts, always in sight, and what was last done. "Saving…" is not announced: the outcome that follows is. */
export function statusBar(gallery: Gallery): TemplateResult {
  const { counts } = gallery;
  const { state, pending, announcement } = gallery.page;
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
    ${pending.length > 0 ? html`<span class="saving">${l10n.t('Saving…')}</span>` : nothing}${liveRegion(announcement)}
  </footer>`;
}

/** Makes two equal announcements in a row two different texts, or the second would not be read out. */
const ALTERNATION = '\u00a0';

/** The one live region of the page: always there, polite, and visible to everybody. */
const liveRegion = ({ text, serial }: { text: string; serial: number }): TemplateResult =>
  html`<span class="announcement" role="status" aria-live="polite" aria-atomic="true"
    >${text === '' ? '' : text + (serial % 2 === 0 ? '' : ALTERNATION)}</span
  >`;
