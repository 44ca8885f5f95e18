import { html, type TemplateResult } from 'lit';

/** What stands in the place of the suspects while there are none; it then has the keyboard that they had. */
export const statePanel = (heading: string, content: TemplateResult): TemplateResult =>
  html`<section class="panel" tabindex="-1" aria-label=${heading}>
    <h2>${heading}</h2>
    ${content}
  </section>`;
