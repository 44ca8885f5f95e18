import { html, nothing, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { RunDetails } from '../../src/shared/overviewProtocol';
import type { Send } from './send';
import * as wording from './wording';

/** The images that could not be read, and why; nothing when all could. */
export function unreadableTable(
  { unreadable, unreadableCount, thing }: RunDetails,
  send: Send,
): TemplateResult | typeof nothing {
  if (unreadableCount === 0) return nothing;
  const texts = wording.runTexts(thing);
  return html`<section aria-labelledby="unreadable">
    <h2 id="unreadable">${texts.unreadable} <span class="quiet">${wording.count(unreadableCount)}</span></h2>
    <div class="scroll-x tall" tabindex="0" role="group" aria-labelledby="unreadable">
      <table aria-labelledby="unreadable">
        <thead>
          <tr>
            <th scope="col">${texts.file}</th>
            <th scope="col">${texts.reason}</th>
          </tr>
        </thead>
        <tbody>
          ${unreadable.map(
            ({ path, reason }, index) =>
              html`<tr>
                <th scope="row">
                  <button
                    class="link path"
                    title=${wording.reveal(path)}
                    @click=${() => send('revealUnreadable', { index })}
                  >
                    ${showUnseen(path)}
                  </button>
                </th>
                <td>${showUnseen(reason)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      unreadable.length < unreadableCount
        ? html`<p class="quiet">${wording.firstOf(unreadable.length, unreadableCount)}</p>`
        : nothing
    }
  </section>`;
}
