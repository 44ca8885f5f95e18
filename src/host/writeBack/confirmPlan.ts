import path from 'node:path';
import { commands, l10n, QuickPickItemKind, ThemeIcon, Uri, window, type QuickPickItem } from 'vscode';
import { wordMessage } from '../../core/words/message';
import type { ChangeStep } from '../../core/writeBack/changeRecord';
import type { WriteBackOutcome } from '../../core/writeBack/writeBackRequest';
import { literal } from '../literal';
import { WORDING } from '../wording';
import type { PlanDocuments } from './planDocuments';

export type Planned = Extract<WriteBackOutcome, { readonly status: 'planned' }>;

/** What the user wants: to write as planned, to take the last export back, or nothing. */
export type Choice = 'write' | 'undo' | undefined;

interface PlanItem extends QuickPickItem {
  readonly choice?: Exclude<Choice, undefined>;
  readonly step?: ChangeStep;
}

/** So many files are listed; the others are counted. */
const LISTED = 500;

/**
 * Lists what would be changed; a file is shown with its differences when it is picked, and the list comes again when that has been
 * looked at: it would lie over the first lines.
 */
export async function confirmPlan(root: string, plan: Planned, documents: PlanDocuments): Promise<Choice> {
  for (;;) {
    const picked = await window.showQuickPick(planItems(plan), {
      title: l10n.t('Write labels back into {0}', path.basename(root)),
      placeHolder:
        plan.record.steps.length === 0
          ? l10n.t('All labels are written as you decided.')
          : l10n.t('Nothing is written until you choose to. Pick a file to see what changes in it.'),
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (picked === undefined || picked.choice !== undefined) return picked?.choice;
    const { step } = picked;
    if (step?.kind === 'rewrite' && !isBinary(step.file)) {
      await documents.showDifference(step);
      if (await isWrittenNow(step.file)) return 'write';
    }
    if (step?.kind === 'move')
      await commands.executeCommand('vscode.open', Uri.file(path.resolve(root, step.from)), {
        preview: true,
      });
  }
}

/** Beside what changes in a file: whether to write, or to go back to the list. */
async function isWrittenNow(file: string): Promise<boolean> {
  const write = l10n.t('Write Labels Back');
  const picked = await window.showInformationMessage(
    literal(l10n.t('This is what {0} is going to be. Nothing is written yet.', path.basename(file))),
    l10n.t('Back to the List'),
    write,
  );
  return picked === write;
}

/** Parquet is no text, and may be large. */
const isBinary = (file: string): boolean => /\.parquet$/iu.test(file);

function planItems({ record, relabelled, excluded, notes, last }: Planned): readonly PlanItem[] {
  const { steps } = record;
  const write: PlanItem[] =
    steps.length === 0
      ? []
      : [
          {
            label: l10n.t('$(check) Write Labels Back'),
            detail: l10n.t('New labels: {0}. Excluded: {1}. Files: {2}.', relabelled, excluded, steps.length),
            choice: 'write',
          },
        ];
  const undo: PlanItem[] =
    last === undefined
      ? []
      : [
          {
            label: l10n.t('$(discard) Take Back the Last Time'),
            detail: l10n.t('{0}. Files: {1}.', new Date(last.at).toLocaleString(), last.changes),
            choice: 'undo',
          },
        ];
  const told = notes.map((note) => ({
    label: '',
    iconPath: new ThemeIcon('warning'),
    detail: literal(wordMessage(note, WORDING)),
  }));
  const more = steps.length - LISTED;
  return [
    ...write,
    ...undo,
    ...(told.length === 0 ? [] : [separator(l10n.t('left out, and to be known')), ...told]),
    ...(steps.length === 0 ? [] : [separator(l10n.t('files'))]),
    ...steps.slice(0, LISTED).map(stepItem),
    ...(more > 0 ? [{ label: l10n.t('and {0} more', more) }] : []),
  ];
}

const separator = (label: string): PlanItem => ({ label, kind: QuickPickItemKind.Separator });

function stepItem(step: ChangeStep): PlanItem {
  if (step.kind === 'move')
    return {
      label: literal(step.from),
      description: literal(`→ ${step.to}`),
      iconPath: new ThemeIcon('arrow-right'),
      step,
    };
  const description = l10n.t('edits: {0}', step.edits.length);
  const iconPath = new ThemeIcon(isBinary(step.file) ? 'file-binary' : 'diff');
  return { label: literal(step.file), description, iconPath, step };
}
