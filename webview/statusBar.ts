import { html, nothing, type TemplateResult } from 'lit';
import type { Gallery } from './gallery';
import { liveRegion } from './liveRegion';
import { countsText, viewCountText } from './reviewWording';

/** Counts, always in sight, and what was last done. "Saving…" is not announced: the outcome that follows is. */
export function statusBar(gallery: Gallery): TemplateResult {
  const { state, counts, pending, announcement } = gallery;
  const inView = viewCountText(counts);
  return html`<footer class="status-bar">
    ${
      state?.status === 'ready'
        ? html`<span class="counts">${countsText(counts)}</span
            >${inView && html`<span class="detail">${inView}</span>`}`
        : nothing
    }
    ${pending.size > 0 ? html`<span class="saving">Saving…</span>` : nothing}${liveRegion(announcement)}
  </footer>`;
}
