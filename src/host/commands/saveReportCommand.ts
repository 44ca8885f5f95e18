import path from 'node:path';
import { commands, env, l10n, Uri, window } from 'vscode';
import { AppError } from '../../core/appError';
import { COMMANDS } from '../../core/names';
import { REPORT_IMAGES_OPTION } from '../../core/report/reportForm';
import { unusableLines } from '../../review/galleryState';
import { checkReport, formOfReport, inputsOf } from '../../review/report/reportOutput';
import { writeReport } from '../../review/report/writeReport';
import { literal } from '../literal';
import type { Log } from '../log';
import type { Services } from '../services';
import { WORDING } from '../wording';
import { folderArgument, reportArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';

/** What `labelReview.saveReport` resolves to. */
export type ReportOutcome =
  { readonly status: 'done'; readonly outFile: string } | { readonly status: 'cancelled' };

/** *Save Report…*: `(folder?, {outFile, images?}?)` or `({uri, outFile, images})`; with `outFile` it asks nothing. */
export async function saveReportCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<ReportOutcome> {
  const root =
    folderArgument(COMMANDS.saveReport, folder) ??
    (await pickDataset(services, l10n.t('Save a report on which dataset?')));
  if (root === undefined) return { status: 'cancelled' };
  const { session, openRun, location, problems, journal } = await services.datasets.get(root);
  if (session === undefined)
    throw new AppError(
      'no-run',
      l10n.t('There is nothing to report on {0}; run "Find Wrong Labels…" first.', root),
    );
  const { outFile: asked, images = REPORT_IMAGES_OPTION.default } =
    reportArgument(scripted) ?? reportArgument(folder) ?? {};
  const outFile = asked === undefined ? await pickFile(root) : path.resolve(root, asked);
  if (outFile === undefined) return { status: 'cancelled' };
  const form = formOfReport(outFile);
  await checkReport(outFile, inputsOf(root, session.run));
  await services.galleries.takeInChanges(root);
  const { log } = session;
  await writeReport(
    outFile,
    { run: openRun(session.run), log },
    { location, form, images, wording: WORDING, language: languageOfTexts() },
  );
  services.log.info(`Wrote a report to ${outFile}`);
  for (const problem of problems) services.log.warn(`Reported on an older run: ${problem}`);
  if (asked === undefined)
    announce(services.log, outFile, [...problems.map(olderRun), ...unusableLines(journal.problems)]);
  return { status: 'done', outFile };
}

/** Without a translation the texts are English, whatever VS Code's own language is. */
const languageOfTexts = (): string => (l10n.bundle === undefined ? 'en' : env.language);

async function pickFile(root: string): Promise<string | undefined> {
  const picked = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(root, 'label-report.html')),
    filters: { [l10n.t('Web page')]: ['html'], Markdown: ['md'] },
    title: l10n.t('Save report'),
  });
  return picked?.fsPath;
}

const olderRun = (problem: string): string =>
  l10n.t('It is on an older run, for a newer one could not be used: {0}', problem);

function announce(log: Log, outFile: string, warnings: readonly string[]): void {
  const text = l10n.t('Saved the report as {0}.', path.basename(outFile));
  const openReport = l10n.t('Open Report');
  const show = async () => {
    const answer =
      warnings.length === 0
        ? await window.showInformationMessage(literal(text), openReport)
        : await window.showWarningMessage(literal([text, ...warnings].join(' ')), openReport);
    if (answer === openReport) await open(Uri.file(outFile));
  };
  show().catch((error: unknown) => log.error(`${outFile} could not be opened:`, error));
}

/** Where files are of this machine a browser shows the page; VS Code shows Markdown itself. */
async function open(file: Uri): Promise<void> {
  if (formOfReport(file.fsPath) === 'markdown') await commands.executeCommand('markdown.showPreview', file);
  else if (env.remoteName === undefined && (await env.openExternal(file))) return;
  else await commands.executeCommand('vscode.open', file);
}
