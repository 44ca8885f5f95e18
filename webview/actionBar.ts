import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewAction } from '../src/core/names';
import type { Gallery } from './gallery';
import { keyHint, keyShortcuts, withHint } from './keys/keyHints';
import { icon, type IconName } from './icon';
import { message } from '../src/core/words/message';
import type { Thing } from '../src/core/words/thing';
import { numbers, say } from './pageWording';
import { selectionSize } from './grid/selection';

interface ActionButton {
  readonly action: ReviewAction;
  readonly text: string;
  readonly icon: IconName;
  readonly hint: string;
}

const decisions = (thing: Thing | undefined): readonly ActionButton[] => [
  {
    action: 'accept',
    text: l10n.t('Accept'),
    icon: 'check',
    hint: l10n.t('Relabel to the suggested label, or exclude where that is suggested'),
  },
  {
    action: 'keep',
    text: l10n.t('Keep'),
    icon: 'equals',
    hint: l10n.t('Keep the given label'),
  },
  {
    action: 'exclude',
    text: l10n.t('Exclude'),
    icon: 'excluded',
    hint: say(message('hint-exclude'), thing),
  },
  {
    action: 'unsure',
    text: l10n.t('Unsure'),
    icon: 'question',
    hint: l10n.t('Come back to it later'),
  },
  {
    action: 'pickLabel',
    text: l10n.t('Relabel…'),
    icon: 'tag',
    hint: l10n.t('Relabel to any class, also a new one'),
  },
];

const looks = (thing: Thing | undefined): readonly ActionButton[] => [
  {
    action: 'findSimilar',
    text: l10n.t('Similar'),
    icon: 'similar',
    hint: say(message('hint-similar'), thing),
  },
];

const history = (): readonly ActionButton[] => [
  {
    action: 'undo',
    text: l10n.t('Undo'),
    icon: 'undo',
    hint: l10n.t('Undo'),
  },
  {
    action: 'redo',
    text: l10n.t('Redo'),
    icon: 'redo',
    hint: l10n.t('Redo'),
  },
];

/** What a reviewer does, each with its key; a click leaves the focus in the grid, so keys go on working. */
export function actionBar(gallery: Gallery, perform: (action: ReviewAction) => void): TemplateResult {
  const { counts } = gallery;
  const { selection, state } = gallery.page;
  const thing = state?.thing;
  const selected = selectionSize(selection);
  const button = ({ action, text, icon: name, hint }: ActionButton, isEnabled: boolean) => {
    const keys = gallery.page.keys[action];
    const key = keyHint(keys);
    return html`<vscode-button
      appearance="icon"
      class="action ${action === 'undo' || action === 'redo' ? 'history' : ''}"
      aria-label=${text}
      aria-keyshortcuts=${keyShortcuts(keys) || nothing}
      title=${withHint(hint, keys)}
      data-action=${action}
      ?disabled=${!isEnabled}
      @click=${() => perform(action)}
      >${icon(name)}<span class="text">${text}</span
      >${key === '' ? nothing : html`<span class="key" data-key=${key}></span>`}</vscode-button
    >`;
  };
  const hasSuspects = counts.inView > 0;
  return html`<div
    class="actions"
    role="toolbar"
    aria-label=${l10n.t('Review')}
    @mousedown=${(event: Event) => event.preventDefault()}
  >
    ${decisions(thing).map((decision) => button(decision, hasSuspects))}
    <span class="separator" role="separator" aria-orientation="vertical"></span>
    ${looks(thing).map((look) => button(look, hasSuspects))}
    <span class="separator" role="separator" aria-orientation="vertical"></span>
    ${history().map((step) => button(step, step.action === 'undo' ? counts.canUndo : counts.canRedo))}
    ${selected > 0 ? html`<span class="selection-count">${l10n.t('{0} selected', numbers.count(selected))}</span>` : nothing}
  </div>`;
}
