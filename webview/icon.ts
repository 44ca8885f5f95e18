import { html, type TemplateResult } from 'lit';

export type IconName =
  | 'check'
  | 'filter'
  | 'equals'
  | 'excluded'
  | 'question'
  | 'tag'
  | 'similar'
  | 'undo'
  | 'redo'
  | 'close'
  | 'info'
  | 'warning'
  | 'error'
  | 'chevron';

/** A 16 px glyph in the text colour, drawn by `styles/icons.css`; the word beside it says what it means. */
export const icon = (name: IconName, slot?: 'start'): TemplateResult =>
  slot
    ? html`<span slot="start" class="icon icon-${name}" aria-hidden="true"></span>`
    : html`<span class="icon icon-${name}" aria-hidden="true"></span>`;
