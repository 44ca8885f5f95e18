import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../src/core/run/progress';
import type { Gallery } from './gallery';
import { phaseText, progress01, progressDetails } from './progressWording';

function bar(progress: Progress): TemplateResult {
  const share = progress01(progress);
  const percent = share === null ? null : Math.floor(share * 100);
  return html`<div
    class="progress-bar ${share === null ? 'indeterminate' : ''}"
    role="progressbar"
    aria-label=${phaseText(progress)}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent ?? nothing}
    aria-valuetext=${[phaseText(progress), ...progressDetails(progress)].join(', ')}
  >
    <div class="progress-done" .style=${`transform:scaleX(${share ?? 1})`}></div>
  </div>`;
}

/** The run in progress while nothing else is there to show. */
export const progressPanel = (gallery: Gallery, progress: Progress): TemplateResult =>
  html`<div class="panel">
    <h2>${phaseText(progress)}…</h2>
    ${bar(progress)}
    <p class="detail">${progressDetails(progress).join(' · ')}</p>
    <p class="detail">
      ${l10n.t('You can close this page: the run goes on, and its progress is in the status bar.')}
    </p>
    <vscode-button appearance="secondary" @click=${() => gallery.runCommand('cancel')}
      >${l10n.t('Cancel Run')}</vscode-button
    >
  </div>`;

/** The run in progress above the results of an older one. */
export const progressStrip = (gallery: Gallery, progress: Progress): TemplateResult =>
  html`<div class="strip progress-strip">
    ${bar(progress)}
    <span class="strip-text"
      >${phaseText(progress)}<span class="detail"> ${progressDetails(progress).join(' · ')}</span></span
    >
    <vscode-button
      appearance="icon"
      class="flat"
      aria-label=${l10n.t('Cancel Run')}
      @click=${() => gallery.runCommand('cancel')}
      >${l10n.t('Cancel Run')}</vscode-button
    >
  </div>`;
