import { html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import * as wording from './wording';

/** A label of an axis; `at01` is its place, 0 at the left or bottom. */
export interface Tick {
  readonly at01: number;
  readonly text: string;
}

export interface ChartOptions {
  readonly title: string;
  /** What the picture shows, in a sentence, for those who do not see it. */
  readonly description: string;
  /** Drawn in a square of 100 × 100 that is stretched to the space there is; y grows downwards. */
  readonly marks: SVGTemplateResult;
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
  readonly xTitle: string;
  /** Words under the picture: legend and notes. */
  readonly legend?: TemplateResult | typeof nothing;
  /** The same numbers. */
  readonly table: TemplateResult;
}

/** A figure with axes, its legend, and the same numbers as a table one key away. Text is HTML, so it never stretches. */
export function chart(options: ChartOptions): TemplateResult {
  const { title, description, marks, yTicks, xTicks, xTitle, legend = nothing, table } = options;
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <div class="plot">
      <div class="y-axis" aria-hidden="true">
        ${yTicks.map(({ at01, text }) => html`<span .style=${`bottom:${at01 * 100}%`}>${text}</span>`)}
      </div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${description}>
        ${marks}
      </svg>
      <div class="x-axis" aria-hidden="true">
        ${xTicks.map(({ at01, text }) => html`<span .style=${`left:${at01 * 100}%`}>${text}</span>`)}
      </div>
      <div class="x-title" aria-hidden="true">${xTitle}</div>
    </div>
    ${legend}
    <details>
      <summary>${wording.texts().asTable}<span class="only-heard">: ${title}</span></summary>
      <div class="scroll-x">${table}</div>
    </details>
  </figure>`;
}
