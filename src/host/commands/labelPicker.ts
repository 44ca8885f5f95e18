import path from 'node:path';
import { l10n, CancellationTokenSource, window, type CancellationToken, type QuickPickItem } from 'vscode';
import { AppError } from '../../core/appError';
import type { FolderContents } from '../../core/dataset/folderContents';
import { labelChoices, unknownColumns, type LabelChoice } from './labelChoices';
import type { ChosenLabels } from '../runs/runController';

interface ChoiceItem extends QuickPickItem {
  readonly choice: LabelChoice;
}

/** Asks which labels to use, unless there is only one way; undefined when the user backs out or `signal` aborts. */
export async function pickLabels(
  root: string,
  inspected: FolderContents,
  signal: AbortSignal,
): Promise<ChosenLabels | undefined> {
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const choice = await pickChoice(root, labelChoices(inspected), cancellation.token);
    if (choice === undefined || choice.kind === 'folders') return choice && {};
    let { pathColumn, labelColumn } = choice;
    for (const column of unknownColumns(choice)) {
      const file = path.basename(choice.file);
      const title =
        column === 'pathColumn'
          ? l10n.t("Which column of {0} holds the images' paths?", file)
          : l10n.t('Which column of {0} holds the labels?', file);
      const picked = await window.showQuickPick([...choice.columns], { title }, cancellation.token);
      if (picked === undefined) return undefined;
      if (column === 'pathColumn') pathColumn = picked;
      else labelColumn = picked;
    }
    return { labels: { file: choice.file, pathColumn, labelColumn } };
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** The labels to use when nobody can be asked. @throws AppError `bad-usage` when there is more than one way. */
export function onlyLabels(root: string, inspected: FolderContents): ChosenLabels {
  const [first, ...others] = labelChoices(inspected);
  if (first === undefined || others.length > 0)
    throw new AppError(
      'bad-usage',
      `${root} can be labelled in more than one way; pass "labels" to say which.`,
    );
  return first.kind === 'folders'
    ? {}
    : { labels: { file: first.file, pathColumn: first.pathColumn, labelColumn: first.labelColumn } };
}

async function pickChoice(
  root: string,
  choices: readonly LabelChoice[],
  token: CancellationToken,
): Promise<LabelChoice | undefined> {
  if (choices.length === 1) return choices[0];
  const items = choices.map((choice) => choiceItem(root, choice));
  return (await window.showQuickPick(items, { title: l10n.t('Which labels should be checked?') }, token))
    ?.choice;
}

function choiceItem(root: string, choice: LabelChoice): ChoiceItem {
  if (choice.kind === 'file')
    return {
      label: path.relative(root, choice.file),
      description: l10n.t('label file'),
      detail: l10n.t('Columns: {0}', choice.columns.join(', ')),
      choice,
    };
  return {
    label: l10n.t('Folder names'),
    description: l10n.t('{0} class folders, {1} images', choice.classes, choice.images),
    choice,
  };
}
