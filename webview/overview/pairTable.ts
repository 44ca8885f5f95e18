import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { OverviewRun } from '../../src/shared/overviewProtocol';
import type { Send } from './send';
import * as wording from './wording';

/** Pairs drawn before the reader asks for more. */
const FIRST_PAIRS = 10;
const MOST_PAIRS = 200;

/** `<pair-table>`: the most frequent given→suggested pairs, each opening the gallery. */
export class PairTable extends LitElement {
  static override properties = { run: { attribute: false }, showsAll: { state: true } };
  declare run: OverviewRun;
  declare send: Send;
  declare showsAll: boolean;

  constructor() {
    super();
    this.showsAll = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { overview, review, isNewest } = this.run;
    const texts = wording.texts();
    const listed = overview.pairs.slice(0, MOST_PAIRS);
    const shown = this.showsAll ? listed : listed.slice(0, FIRST_PAIRS);
    return html`<h3 id="pairs">${texts.pairs}</h3>
      <div class="scroll-x">
        <table class="numbers" aria-labelledby="pairs">
          <thead>
            <tr>
              <th scope="col">${texts.pair}</th>
              <th scope="col">${texts.suspects}</th>
              <th scope="col">${texts.reviewed}</th>
              <th scope="col">${texts.wrong}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(({ given, suggested, suspects }, place) => {
              const counts = review.pairs[place] ?? { reviewed: 0, wrong: 0 };
              const name = wording.pair(given, suggested);
              return html`<tr>
                <th scope="row">
                  ${
                    isNewest
                      ? html`<button
                          class="link"
                          @click=${() => this.send('openGallery', { given, suggested })}
                        >
                          ${name}
                        </button>`
                      : name
                  }
                </th>
                <td>${wording.count(suspects)}</td>
                <td>${wording.count(counts.reviewed)}</td>
                <td>${wording.count(counts.wrong)}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      ${
        shown.length < listed.length
          ? html`<button class="link" @click=${() => (this.showsAll = true)}>
              ${wording.showAll(listed.length)}
            </button>`
          : nothing
      }
      ${
        this.showsAll && listed.length < overview.pairCount
          ? html`<p class="quiet">${wording.firstOf(listed.length, overview.pairCount)}</p>`
          : nothing
      }`;
  }
}
