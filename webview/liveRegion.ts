import { html, type TemplateResult } from 'lit';

/** Makes two equal announcements in a row two different texts, or the second would not be read out. */
const ALTERNATION = '\u00a0';

/** The one live region of the page: always there, polite, and visible to everybody. */
export const liveRegion = ({ text, serial }: { text: string; serial: number }): TemplateResult =>
  html`<span class="announcement" role="status" aria-live="polite" aria-atomic="true"
    >${text === '' ? '' : text + (serial % 2 === 0 ? '' : ALTERNATION)}</span
  >`;
