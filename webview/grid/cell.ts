import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { SuspectRow } from '../../src/shared/galleryProtocol';
import { numbers } from '../pageWording';
import { factsBadge, factsText } from '../panel/factsText';
import { markTinyImage } from './markTinyImage';
import { decisionText, isDoubted, spokenShare, suspectText } from '../reviewWording';

export interface CellOptions {
  readonly position: number;
  readonly column: number;
  /** Undefined while on its way from the host. */
  readonly row: SuspectRow | undefined;
  /** What VS Code is told of the cell: `menuOf`. */
  readonly menu: string;
  readonly isFocus: boolean;
  readonly isSelected: boolean;
  readonly isPending: boolean;
  /** Too small for words: the image and the icon of the decision only. */
  readonly isCompact: boolean;
}

/** Its file may have gone with the cache: there may be another by now. */
function onImageError({ currentTarget: image }: Event): void {
  if (!(image instanceof HTMLImageElement)) return;
  image.toggleAttribute('data-broken', true);
  image.dispatchEvent(new CustomEvent('picture-lost', { bubbles: true }));
}

function onImageLoad(event: Event): void {
  markTinyImage(event);
  if (event.currentTarget instanceof HTMLImageElement) event.currentTarget.removeAttribute('data-broken');
}

const thumbnail = (row: SuspectRow): TemplateResult =>
  row.thumbnail === undefined
    ? html`<span class="no-thumbnail"
        >${row.change === 'gone' ? l10n.t('Gone') : row.change === 'not-unpacked' ? l10n.t('Not unpacked') : l10n.t('No preview')}</span
      >`
    : html`<img
        src=${row.thumbnail}
        alt=""
        draggable="false"
        decoding="async"
        @load=${onImageLoad}
        @error=${onImageError}
      />`;

/** What stands at the right of a label, and what is read out after it. */
const share = (share01: number, end: string) => ({
  shown: numbers.percent(share01),
  spoken: `, ${spokenShare(share01)}${end}`,
});

/** What is suggested, which ends the sentence of a suspect that is not reviewed. */
function suggestion(row: SuspectRow, isReviewed: boolean): TemplateResult {
  const end = isReviewed ? ';' : `; ${l10n.t('not reviewed')}`;
  if (row.offTopic === undefined && !isDoubted(row))
    return html`<span class="undoubted" data-after=${end}>${l10n.t('not doubted')}</span>`;
  const { shown, spoken } = share(row.offTopic ?? row.suggestedProbability, end);
  return html`<span
    class="suggested"
    data-before=${`${l10n.t('suggested')} `}
    data-probability=${shown}
    data-after=${spoken}
    >${row.offTopic === undefined ? showUnseen(row.suggestedLabel) : l10n.t('exclude')}</span
  >`;
}

/** Also the cell's name for assistive technology; the words between are alternative texts of what the stylesheet draws. */
function content(row: SuspectRow, isPending: boolean): TemplateResult {
  const decision = isPending ? l10n.t('Saving…') : row.decision && decisionText(row.decision);
  const given = share(row.labelQuality, ';');
  const facts = factsBadge(row);
  return html`${thumbnail(row)}${facts && html`<span class="facts">${facts}</span>`}<span
      class="given"
      data-before=${`${l10n.t('Labelled')} `}
      data-probability=${given.shown}
      data-after=${given.spoken}
      >${showUnseen(row.givenLabel)}</span
    >${suggestion(row, decision !== null)}${
      decision === null
        ? nothing
        : html`<span class="decision" data-before=${`${l10n.t('relabelled')} `}>${decision}</span>`
    }`;
}

/** One suspect. Probabilities are drawn by the stylesheet from attributes, which halves the elements of a screen. */
export function cell({
  position,
  column,
  row,
  menu,
  isFocus,
  isSelected,
  isPending,
  isCompact,
}: CellOptions): TemplateResult {
  return html`<div
    role="gridcell"
    class="cell"
    aria-colindex=${column + 1}
    aria-selected=${isSelected}
    aria-label=${row ? (isCompact ? suspectText(row, isPending) : nothing) : l10n.t('Loading')}
    aria-busy=${row ? nothing : 'true'}
    tabindex=${isFocus ? 0 : -1}
    title=${
      row
        ? [row.path, factsText(row)]
            .filter((line) => line !== '')
            .map(showUnseen)
            .join('\n')
        : nothing
    }
    data-position=${position}
    data-vscode-context=${menu}
    data-path=${row?.path ?? nothing}
    data-change=${row?.change ?? nothing}
    data-decision=${isPending ? 'pending' : (row?.decision?.action ?? nothing)}
  >
    ${row && (isCompact ? thumbnail(row) : content(row, isPending))}
  </div>`;
}
