import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { describeOffTopic } from '../src/core/words/describeFindings';
import { showUnseen } from '../src/core/words/showUnseen';
import type { GalleryState } from '../src/shared/galleryProtocol';
import type { Gallery } from './gallery';
import { statePanel } from './statePanel';
import type { RunEnd } from './store/page';
import { whyNothing } from './filters/whyNothing';
import { withFinding } from './findings';
import { message, wordingFor } from '../src/core/words/message';
import { say, WORDING } from './pageWording';

const scanButton = (gallery: Gallery, text = l10n.t('Find Wrong Labels…')) =>
  html`<vscode-button appearance="primary" @click=${() => gallery.runCommand('scan')}
    >${text}</vscode-button
  >`;

const logButton = (gallery: Gallery) =>
  html`<vscode-button appearance="secondary" @click=${() => gallery.runCommand('showLog')}
    >${l10n.t('Show Log')}</vscode-button
  >`;

const neverScanned = (gallery: Gallery, state: GalleryState) =>
  statePanel(
    l10n.t('{0} has not been scanned yet', showUnseen(state.datasetName)),
    html`<p>
        ${l10n.t(
          'Label Review trains a small network on these images, on this machine, and ranks those whose label is probably wrong. You then go through them here, one key each. No image is changed.',
        )}
      </p>
      <div class="buttons">${scanButton(gallery)}</div>`,
  );

const runEnded = (gallery: Gallery, { status, message }: RunEnd) =>
  statePanel(
    status === 'failed' ? l10n.t('The run failed') : l10n.t('Run cancelled'),
    html`<p role="alert">${message}</p>
      <div class="buttons">${scanButton(gallery)}${status === 'failed' ? logButton(gallery) : nothing}</div>`,
  );

const noSuspects = (gallery: Gallery, state: GalleryState) =>
  statePanel(
    l10n.t('No wrong labels found'),
    html`<p>
        ${say(message('none-mislabelled', { count: state.images, dataset: state.datasetName }), state.thing)}
      </p>
      ${describeOffTopic(state.offTopic, wordingFor(state, WORDING)).map((sentence) => html`<p>${sentence}</p>`)}
      <div class="buttons">
        ${scanButton(gallery)}${state.offTopic > 0 ? offTopicButton(gallery) : nothing}
      </div>`,
  );

const offTopicButton = (gallery: Gallery) =>
  html`<vscode-button
    appearance="secondary"
    @click=${() => void gallery.setView({ query: withFinding('', 'kind:off-topic') })}
    >${l10n.t('Show Them')}</vscode-button
  >`;

const nothingInView = (gallery: Gallery, state: GalleryState) =>
  statePanel(
    l10n.t('No suspects match the filters'),
    html`${whyNothing(state.view.query, state).map((sentence) => html`<p>${showUnseen(sentence)}</p>`)}
      <div class="buttons">
        <vscode-button appearance="secondary" @click=${() => void gallery.setView({ query: '' })}
          >${l10n.t('Clear Filters')}</vscode-button
        >
      </div>`,
  );

/** What stands in the place of the grid when there is nothing to review; null when there is. */
export function emptyState(gallery: Gallery): TemplateResult | null {
  const { state, runEnd } = gallery.page;
  if (!state)
    return gallery.page.error === null
      ? html`<div class="panel"><p class="detail">${l10n.t('Loading…')}</p></div>`
      : html`<div class="panel"><div class="buttons">${scanButton(gallery)}${logButton(gallery)}</div></div>`;
  if (state.status === 'none') return runEnd ? runEnded(gallery, runEnd) : neverScanned(gallery, state);
  if (state.counts.inView > 0) return null;
  return state.counts.suspects === 0 ? noSuspects(gallery, state) : nothingInView(gallery, state);
}
