import path from 'node:path';
import { commands, l10n, ProgressLocation, window } from 'vscode';
import { AppError } from '../../core/appError';
import { COMMANDS } from '../../core/names';
import { describeProgress, progressShare01 } from '../../core/words/describeProgress';
import { message, wordMessage } from '../../core/words/message';
import type { WriteBackOutcome } from '../../core/writeBack/writeBackRequest';
import { literal } from '../literal';
import type { Services } from '../services';
import { WORDING } from '../wording';
import type { WriteBackQuestion } from '../writeBack/askWriteBack';
import { confirmPlan, type Planned } from '../writeBack/confirmPlan';
import { PlanDocuments } from '../writeBack/planDocuments';
import { applyArgument, folderArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';

/** What `labelReview.applyToSource` resolves to. */
export type ApplyOutcome =
  | { readonly status: 'done'; readonly changes: number; readonly undoFile: string }
  | { readonly status: 'undone'; readonly skipped: readonly string[] }
  | { readonly status: 'cancelled' };

type Ask = (title: string, question: WriteBackQuestion) => Promise<WriteBackOutcome>;

/** *Write Labels Back…*: `(folder?, {confirmed}?)`; a script that has `confirmed` is asked nothing. */
export async function applyToSourceCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<ApplyOutcome> {
  const root =
    folderArgument(COMMANDS.applyToSource, folder) ??
    (await pickDataset(services, l10n.t('Write the labels back into which dataset?')));
  if (root === undefined) return { status: 'cancelled' };
  services.runs.refuseSecond();
  const ask = asking(services);
  const { confirmed = false } = applyArgument(COMMANDS.applyToSource, scripted) ?? {};
  const plan = await ask(l10n.t('Planning what to write back'), { action: 'plan', root });
  if (plan.status === 'interrupted') return goOn(root, plan, ask, { confirmed });
  if (plan.status !== 'planned') throw new Error(`A plan was asked for, not ${plan.status}.`);
  if (plan.record.steps.length === 0 && plan.last === undefined && !confirmed) {
    void window.showInformationMessage(
      literal(l10n.t('Nothing is to be written back into {0}: its labels are as you decided.', root)),
    );
    return { status: 'cancelled' };
  }
  const choice = confirmed ? 'write' : await choose(root, plan);
  if (choice === undefined) return { status: 'cancelled' };
  if (choice === 'undo') return takeBack(root, plan.last?.file ?? '', ask);
  if (plan.record.steps.length === 0) return { status: 'cancelled' };
  const done = await ask(l10n.t('Writing labels back'), { action: 'apply', root, record: plan.record });
  if (done.status !== 'changed') throw new Error(`Changes were asked for, not ${done.status}.`);
  services.log.info(`Wrote labels back into ${root}; ${done.file} says how to take that back`);
  if (!confirmed) announce(services, root, { plan, file: done.file, ask });
  return { status: 'done', changes: plan.record.steps.length, undoFile: done.file };
}

async function choose(root: string, plan: Planned) {
  const documents = new PlanDocuments(root);
  try {
    return await confirmPlan(root, plan, documents);
  } finally {
    documents.dispose();
  }
}

/** Shows how far it is, and can be cancelled: what is changed then is taken back. */
const asking =
  ({ askWriteBack }: Services): Ask =>
  (title, question) =>
    Promise.resolve(
      window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          const controller = new AbortController();
          token.onCancellationRequested(() => controller.abort());
          let shown01 = 0;
          return askWriteBack(question, {
            signal: controller.signal,
            onProgress: (step) => {
              const share01 = progressShare01(step) ?? 0;
              progress.report({
                message: describeProgress(step, WORDING),
                increment: 100 * Math.max(0, share01 - shown01),
              });
              shown01 = share01;
            },
          });
        },
      ),
    );

/** An earlier time stopped half-way. */
async function goOn(
  root: string,
  { file, isUndo }: Extract<WriteBackOutcome, { readonly status: 'interrupted' }>,
  ask: Ask,
  { confirmed }: { readonly confirmed: boolean },
): Promise<ApplyOutcome> {
  if (confirmed) throw new AppError('write-back-open', message('write-back-interrupted', { root, file }));
  const finish = l10n.t('Finish');
  const undo = l10n.t('Take Back');
  const picked = await window.showWarningMessage(
    literal(l10n.t('Writing labels back into {0} was interrupted.', root)),
    {
      modal: true,
      detail: l10n.t('Some files are changed and some are not. Finish it, or take everything back.'),
    },
    ...(isUndo ? [undo] : [finish, undo]),
  );
  if (picked === undo) return takeBack(root, file, ask);
  if (picked !== finish) return { status: 'cancelled' };
  const done = await ask(l10n.t('Writing labels back'), { action: 'finish', root, file });
  const finished = message('write-back-finished', { dataset: path.basename(root) });
  void window.showInformationMessage(literal(wordMessage(finished, WORDING)));
  return { status: 'done', changes: done.status === 'changed' ? done.skipped.length : 0, undoFile: file };
}

async function takeBack(root: string, file: string, ask: Ask): Promise<ApplyOutcome> {
  const done = await ask(l10n.t('Taking back what was written'), { action: 'undo', root, file });
  const skipped = done.status === 'changed' ? done.skipped : [];
  const [first] = skipped;
  if (first === undefined)
    void window.showInformationMessage(literal(l10n.t('{0} is as it was before.', path.basename(root))));
  else
    void window.showWarningMessage(
      literal(wordMessage(message('taken-back-but', { files: skipped.length, file: first }), WORDING)),
    );
  return { status: 'undone', skipped };
}

function announce(
  { log }: Services,
  root: string,
  { plan, file, ask }: { readonly plan: Planned; readonly file: string; readonly ask: Ask },
): void {
  const search = l10n.t('Find Wrong Labels…');
  const undo = l10n.t('Take Back');
  const { relabelled, excluded } = plan;
  const written = message('written-back', { dataset: path.basename(root), relabelled, excluded });
  const text = wordMessage(written, WORDING);
  const show = async () => {
    const picked = await window.showInformationMessage(literal(text), undo, search);
    if (picked === undo) await takeBack(root, file, ask);
    if (picked === search) await commands.executeCommand(COMMANDS.scan, root);
  };
  show().catch((error: unknown) =>
    log.error(`What was written back into ${root} could not be taken back:`, error),
  );
}
