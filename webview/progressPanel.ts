import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { describePhase, progressDetails, progressShare01 } from '../src/core/words/describeProgress';
import { wordList } from '../src/core/words/message';
import type { Progress } from '../src/core/run/progress';
import type { Gallery } from './gallery';
import { WORDING } from './pageWording';
import { statePanel } from './statePanel';

const phaseText = (progress: Progress) => describePhase(progress, WORDING);
const detailTexts = (progress: Progress) => progressDetails(progress, WORDING);

function bar(progress: Progress): TemplateResult {
  const share = progressShare01(progress);
  const percent = share === undefined ? nothing : Math.floor(share * 100);
  return html`<div
    class="progress-bar ${share === undefined ? 'indeterminate' : ''}"
    role="progressbar"
    aria-label=${phaseText(progress)}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
    aria-valuetext=${wordList([phaseText(progress), ...detailTexts(progress)], WORDING)}
  >
    <div class="progress-done" .style=${`transform:scaleX(${share ?? 1})`}></div>
  </div>`;
}

/** The run in progress while nothing else is there to show. */
export const progressPanel = (gallery: Gallery, progress: Progress): TemplateResult =>
  statePanel(
    `${phaseText(progress)}…`,
    html`${bar(progress)}
      <p class="detail">${detailTexts(progress).join(' · ')}</p>
      <p class="detail">
        ${l10n.t('You can close this page: the run goes on, and its progress is in the status bar.')}
      </p>
      <vscode-button appearance="secondary" @click=${() => gallery.runCommand('cancel')}
        >${l10n.t('Cancel Run')}</vscode-button
      >`,
  );

/** The run in progress above the results of an older one. */
export const progressStrip = (gallery: Gallery, progress: Progress): TemplateResult =>
  html`<div class="strip progress-strip">
    ${bar(progress)}
    <span class="strip-text"
      >${phaseText(progress)}<span class="detail"> ${detailTexts(progress).join(' · ')}</span></span
    >
    <vscode-button
      appearance="icon"
      class="flat"
      aria-label=${l10n.t('Cancel Run')}
      @click=${() => gallery.runCommand('cancel')}
      >${l10n.t('Cancel Run')}</vscode-button
    >
  </div>`;
