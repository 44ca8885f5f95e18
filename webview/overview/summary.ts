import { html, nothing, type TemplateResult } from 'lit';
import { describeErrors, describeOffTopic, describeSample } from '../../src/core/words/describeFindings';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { OverviewRun } from '../../src/shared/overviewProtocol';
import { wordingFor } from '../../src/core/words/message';
import { WORDING } from '../pageWording';
import type { Send } from './send';
import * as wording from './wording';

/** The head of the page: what was searched, what to expect, and how far the review is. */
export function summary(datasetName: string, run: OverviewRun, send: Send): TemplateResult {
  const { details, overview, review, isNewest } = run;
  const texts = wording.texts();
  const { noise } = details;
  const facts = [
    wording.things(details.images, details.thing),
    wording.classCount(overview.classes.length),
    wording.suspects(details.suspects),
  ];
  return html`<header class="summary">
    <h1>${showUnseen(datasetName)}</h1>
    <p class="facts">
      ${facts.join(' · ')} <span class="quiet">· ${wording.dateTime(details.createdAt)}</span>
    </p>
    ${noise === undefined ? nothing : html`<p>${describeErrors(noise, WORDING).join(' ')}</p>`}
    ${describeOffTopic(details.offTopic ?? 0, wordingFor(details, WORDING)).map((sentence) => html`<p>${sentence}</p>`)}
    ${
      details.suspects === 0
        ? html`<p>${texts.noSuspects}</p>`
        : html`<div class="review">
            <progress
              aria-label=${texts.progress}
              .max=${details.suspects}
              .value=${review.total.reviewed}
            ></progress>
            <span class="review-text"
              >${wording.reviewed(review.total.reviewed, details.suspects, review.total.wrong)}</span
            >
          </div>`
    }
    ${review.sample === undefined ? nothing : html`<p class="sample">${describeSample(review.sample, WORDING)}</p>`}
    ${isNewest ? nothing : html`<p class="quiet">${texts.olderRun}</p>`} ${isNewest ? buttons(send) : nothing}
    ${details.warnings.map(
      (warning) =>
        html`<p class="strip warning">
          <span class="icon icon-warning" role="img" aria-label=${texts.warning}></span
          ><span class="strip-text">${showUnseen(warning)}</span>
        </p>`,
    )}
  </header>`;
}

function buttons(send: Send): TemplateResult {
  const texts = wording.texts();
  return html`<div class="buttons">
    <button class="button" @click=${() => send('openGallery', {})}>${texts.openGallery}</button>
    <button class="button secondary" @click=${() => send('runCommand', { command: 'export' })}>
      ${texts.export}
    </button>
  </div>`;
}
