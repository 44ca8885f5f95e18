import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { wordMessage } from '../src/core/words/message';
import { WORDING } from './pageWording';
import type { Gallery } from './gallery';
import type { RunEnd } from './store/page';
import { icon } from './icon';

const errorMessage = (gallery: Gallery, text: string) =>
  html`<div class="strip error" role="alert">
    ${icon('error')}<span class="strip-text">${text}</span>
    <vscode-button
      appearance="icon"
      aria-label=${l10n.t('Dismiss')}
      title=${l10n.t('Dismiss')}
      @click=${() => gallery.dispatch({ type: 'dismissError' })}
      >${icon('close')}</vscode-button
    >
  </div>`;

const runEndMessage = (gallery: Gallery, { status, message }: RunEnd) =>
  html`<div class="strip ${status === 'failed' ? 'error' : 'warning'}" role="alert">
    ${icon(status === 'failed' ? 'error' : 'warning')}<span class="strip-text">${message}</span>
    ${
      status === 'failed'
        ? html`<vscode-button
            appearance="icon"
            class="flat"
            aria-label=${l10n.t('Show Log')}
            @click=${() => gallery.runCommand('showLog')}
            >${l10n.t('Show Log')}</vscode-button
          >`
        : nothing
    }
  </div>`;

const allReviewed = (gallery: Gallery) =>
  html`<div class="strip done">
    ${icon('check')}<span class="strip-text">${l10n.t('All suspects are reviewed.')}</span>
    <vscode-button
      appearance="icon"
      class="flat"
      aria-label=${l10n.t('Export CSV')}
      @click=${() => gallery.runCommand('export')}
      >${l10n.t('Export CSV')}</vscode-button
    >
  </div>`;

/** Lines above the grid: an error first, then how the last run ended, that the review is done, and the host's notices. */
export function messages(gallery: Gallery): TemplateResult {
  const { counts } = gallery;
  const { state, error, runEnd, keyProblems } = gallery.page;
  const isReady = state?.status === 'ready';
  const notices = [...keyProblems.map((problem) => wordMessage(problem, WORDING)), ...(state?.notices ?? [])];
  return html`${error === null ? nothing : errorMessage(gallery, error)}
  ${runEnd && isReady ? runEndMessage(gallery, runEnd) : nothing}
  ${isReady && counts.suspects > 0 && counts.reviewed >= counts.suspects ? allReviewed(gallery) : nothing}
  ${
    notices.length > 0
      ? html`<ul class="notices" aria-label=${l10n.t('Notices')}>
          ${notices.map((notice) => html`<li class="strip">${icon('info')}<span class="strip-text">${notice}</span></li>`)}
        </ul>`
      : nothing
  }`;
}
