import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { GroupCount } from '../../src/shared/galleryProtocol';
import { numbers } from '../pageWording';
import { groupCountsText, groupName } from './suspectGroups';

export interface GroupHeaderOptions {
  readonly group: number;
  readonly count: GroupCount;
  readonly columns: number;
  readonly isFocus: boolean;
  readonly isFolded: boolean;
}

/** The header of a group. By keyboard it is one stop: the buttons are for the mouse, their keys are in the list of keys. */
export function groupHeader({
  group,
  count,
  columns,
  isFocus,
  isFolded,
}: GroupHeaderOptions): TemplateResult {
  const left = count.suspects - count.reviewed;
  return html`<div
    role="rowheader"
    class="group-header"
    aria-colindex="1"
    aria-colspan=${columns}
    aria-expanded=${!isFolded}
    aria-keyshortcuts="Enter Control+Space ArrowLeft ArrowRight"
    aria-label="${groupName(count)}, ${groupCountsText(count)}"
    tabindex=${isFocus ? 0 : -1}
    data-group=${group}
  >
    <span class="twistie" aria-hidden="true"></span
    ><span class="group-name" title=${groupName(count)}>${groupName(count)}</span
    ><span class="group-counts" title=${groupCountsText(count)}>${groupCountsText(count)}</span
    ><button
      type="button"
      tabindex="-1"
      data-action="select"
      title=${l10n.t('Select the whole group (Ctrl+Space)')}
    >
      ${l10n.t('Select')}</button
    ><button
      type="button"
      tabindex="-1"
      data-action="accept"
      title=${l10n.t('Accept the suggestions for all that are not reviewed, as one step (Enter)')}
      ?disabled=${left === 0}
    >
      ${l10n.t('Accept {0}', numbers.count(left))}
    </button>
  </div>`;
}
