import path from 'node:path';
import { l10n, MarkdownString, StatusBarAlignment, window } from 'vscode';
import { describeProgress } from '../../core/words/describeProgress';
import { COMMANDS, EXTENSION_NAME } from '../../core/names';
import { showUnseen } from '../../core/words/showUnseen';
import type { Disposable } from '../../review/emitter';
import { WORDING } from '../wording';
import type { RunController, RunState } from './runController';

/** Shows the run in progress; a click opens its gallery, the tooltip can cancel it. */
export function createStatusBar(runs: RunController): Disposable {
  const item = window.createStatusBarItem('labelReview.run', StatusBarAlignment.Left, 10);
  item.name = EXTENSION_NAME;
  const show = (state: RunState) => {
    if (state.status === 'idle') {
      item.hide();
      return;
    }
    const what =
      state.status === 'preparing' ? l10n.t('Starting') : describeProgress(state.progress, WORDING);
    item.text = `$(sync~spin) ${what}`;
    item.accessibilityInformation = { label: `${EXTENSION_NAME}: ${what}`, role: 'button' };
    item.tooltip = tooltip(state.root);
    item.command = { command: COMMANDS.openGallery, title: l10n.t('Open Gallery'), arguments: [state.root] };
    item.show();
  };
  const subscription = runs.onDidChangeState(show);
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

function tooltip(root: string): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [COMMANDS.cancel, COMMANDS.showLog] };
  // File names are data: only the fixed part of the tooltip is Markdown.
  text.appendText(l10n.t('Label Review: finding wrong labels in {0}', showUnseen(path.basename(root))));
  text.appendMarkdown(
    `\n\n[${l10n.t('Cancel run')}](command:${COMMANDS.cancel}) | [${l10n.t('Show log')}](command:${COMMANDS.showLog})`,
  );
  return text;
}
