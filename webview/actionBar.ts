import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewAction } from '../src/core/names';
import type { Gallery } from './gallery';
import { icon, type IconName } from './icon';
import { formatCount } from './reviewWording';
import { selectionSize } from './selection';

interface ActionButton {
  readonly action: ReviewAction;
  readonly text: string;
  readonly icon: IconName;
  /** As shown, and as `aria-keyshortcuts`. */
  readonly key: string;
  readonly shortcut: string;
  readonly hint: string;
}

const DECISIONS: readonly ActionButton[] = [
  {
    action: 'accept',
    text: 'Accept',
    icon: 'check',
    key: '⏎',
    shortcut: 'Enter',
    hint: 'Relabel to the suggested label',
  },
  { action: 'keep', text: 'Keep', icon: 'equals', key: 'K', shortcut: 'K', hint: 'Keep the given label' },
  {
    action: 'exclude',
    text: 'Exclude',
    icon: 'excluded',
    key: 'X',
    shortcut: 'X',
    hint: 'Leave the image out of the dataset',
  },
  {
    action: 'unsure',
    text: 'Unsure',
    icon: 'question',
    key: 'U',
    shortcut: 'U',
    hint: 'Come back to it later',
  },
  {
    action: 'pickLabel',
    text: 'Relabel…',
    icon: 'tag',
    key: 'L',
    shortcut: 'L',
    hint: 'Relabel to any class, also a new one',
  },
];

const HISTORY: readonly ActionButton[] = [
  { action: 'undo', text: 'Undo', icon: 'undo', key: 'Z', shortcut: 'Z Control+Z Meta+Z', hint: 'Undo' },
  {
    action: 'redo',
    text: 'Redo',
    icon: 'redo',
    key: '⇧Z',
    shortcut: 'Shift+Z Control+Y Shift+Meta+Z',
    hint: 'Redo',
  },
];

/** What a reviewer does, each with its key; a click leaves the focus in the grid, so keys go on working. */
export function actionBar(gallery: Gallery, perform: (action: ReviewAction) => void): TemplateResult {
  const { counts, selection } = gallery;
  const selected = selectionSize(selection);
  const button = ({ action, text, icon: name, key, shortcut, hint }: ActionButton, isEnabled: boolean) =>
    html`<vscode-button
      appearance="icon"
      class="action ${HISTORY.some((known) => known.action === action) ? 'history' : ''}"
      aria-label=${text}
      aria-keyshortcuts=${shortcut}
      title="${hint} (${key})"
      data-action=${action}
      ?disabled=${!isEnabled}
      @click=${() => perform(action)}
      >${icon(name)}<span class="text">${text}</span><span class="key" data-key=${key}></span
    ></vscode-button>`;
  const hasSuspects = counts.inView > 0;
  return html`<div
    class="actions"
    role="toolbar"
    aria-label="Review"
    @mousedown=${(event: Event) => event.preventDefault()}
  >
    ${DECISIONS.map((decision) => button(decision, hasSuspects))}
    <span class="separator" role="separator" aria-orientation="vertical"></span>
    ${button(HISTORY[0]!, counts.canUndo)}${button(HISTORY[1]!, counts.canRedo)}
    ${selected > 0 ? html`<span class="selection-count">${formatCount(selected)} selected</span>` : nothing}
  </div>`;
}
