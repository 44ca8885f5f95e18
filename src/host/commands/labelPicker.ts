import path from 'node:path';
import {
  l10n,
  CancellationTokenSource,
  Uri,
  window,
  type CancellationToken,
  type QuickPickItem,
} from 'vscode';
import { AppError } from '../../core/appError';
import { FORMAT_TITLES } from '../../core/dataset/formats/formatNames';
import type { FolderContents } from '../../core/dataset/folders/folderContents';
import { wordList } from '../../core/words/message';
import { showUnseen } from '../../core/words/showUnseen';
import { relativeTo } from '../../files/insideOf';
import { literal } from '../literal';
import { WORDING } from '../wording';
import { labelChoices, toChosenLabels, unknownColumns, type LabelChoice } from './labelChoices';
import type { ChosenLabels } from '../runs/runController';

interface ChoiceItem extends QuickPickItem {
  /** Absent: a table to be chosen in a dialog. */
  readonly choice?: LabelChoice;
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
    return choice && (await withColumns(choice, cancellation.token));
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** Asks which labels to use, also where there is one way, or with a table from elsewhere. */
export async function pickOtherLabels(
  root: string,
  inspected: FolderContents | undefined,
): Promise<ChosenLabels | undefined> {
  const items: ChoiceItem[] = [
    ...(inspected ? labelChoices(inspected).map((choice) => choiceItem(root, choice)) : []),
    { label: l10n.t('Other file…'), description: l10n.t('a CSV of paths and labels') },
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Which labels should be checked?') });
  if (picked?.choice !== undefined) return withColumns(picked.choice);
  if (picked === undefined) return undefined;
  const opened = await window.showOpenDialog({
    title: l10n.t('Choose a table of paths and labels'),
    defaultUri: Uri.file(root),
    filters: { [l10n.t('Tables')]: ['csv', 'tsv'] },
  });
  const file = opened?.[0]?.fsPath;
  return file === undefined ? undefined : { labels: { file } };
}

/** Asks for the columns of a table that are not known. */
async function withColumns(
  choice: LabelChoice,
  token?: CancellationToken,
): Promise<ChosenLabels | undefined> {
  if (choice.kind !== 'file') return toChosenLabels(choice);
  let { pathColumn, labelColumn } = choice;
  for (const column of unknownColumns(choice)) {
    const file = showUnseen(path.basename(choice.file));
    const title =
      column === 'pathColumn'
        ? l10n.t("Which column of {0} holds the images' paths?", file)
        : l10n.t('Which column of {0} holds the labels?', file);
    const items = choice.columns.map((name) => ({ label: literal(name), name }));
    const picked = await window.showQuickPick(items, { title }, token);
    if (picked === undefined) return undefined;
    if (column === 'pathColumn') pathColumn = picked.name;
    else labelColumn = picked.name;
  }
  return { labels: { file: choice.file, pathColumn, labelColumn } };
}

/** The labels to use when nobody can be asked. @throws AppError `bad-usage` when there is more than one way. */
export function onlyLabels(root: string, inspected: FolderContents): ChosenLabels {
  const [first, ...others] = labelChoices(inspected);
  if (first === undefined || others.length > 0)
    throw new AppError(
      'bad-usage',
      `${root} can be labelled in more than one way; pass "labels" to say which.`,
    );
  return toChosenLabels(first);
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
      label: literal(relativeTo(root, choice.file)),
      description: l10n.t('label file'),
      detail: l10n.t('Columns: {0}', literal(wordList(choice.columns, WORDING))),
      choice,
    };
  if (choice.kind === 'annotations')
    return {
      label: FORMAT_TITLES[choice.format],
      description: literal(wordList(choice.files, WORDING)),
      choice,
    };
  return {
    label: l10n.t('Folder names'),
    description: l10n.t('{0} class folders, {1} images', choice.classes, choice.images),
    choice,
  };
}
