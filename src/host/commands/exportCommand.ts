import path from 'node:path';
import { l10n, Uri, commands, window, workspace } from 'vscode';
import { AppError } from '../../core/appError';
import { countDecisions } from '../../core/review/decisionTally';
import { COMMANDS, SETTINGS_SECTION } from '../../core/names';
import { describeDecisions } from '../../core/words/describeDecisions';
import { message, wordingFor, wordMessage, type Wording } from '../../core/words/message';
import { checkOutput } from '../../files/outputFile';
import { writeCorrectedCsv } from '../../store/correctedCsv';
import type { Run } from '../../store/openRun';
import { describeLabelFile, labelFiles } from '../../store/labelFile';
import { placeRunDecisions } from '../../store/journal/placeRunDecisions';
import { exportArgument, folderArgument } from './commandArguments';
import { pickDataset } from './datasetPicker';
import { literal } from '../literal';
import type { Log } from '../log';
import { unusableLines } from '../../review/galleryState';
import type { ReviewSession } from '../../review/reviewSession';
import type { Services } from '../services';
import { WORDING } from '../wording';
import { readExportPath } from '../settings/settings';

/** What `labelReview.export` resolves to. */
export type ExportOutcome =
  ({ readonly status: 'done'; readonly outFile: string } & ExportCounts) | { readonly status: 'cancelled' };

interface ExportCounts {
  readonly rows: number;
  readonly relabelled: number;
  readonly excluded: number;
  readonly kept: number;
}

/** *Export Corrected Labels…*: `(folder?, {outFile}?)` or `({uri, outFile})`; with `outFile` it asks nothing. */
export async function exportCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<ExportOutcome> {
  const root =
    folderArgument(COMMANDS.export, folder) ??
    (await pickDataset(services, l10n.t('Export the corrected labels of which dataset?')));
  if (root === undefined) return { status: 'cancelled' };
  const { session, openRun, problems, journal } = await services.datasets.get(root);
  if (session === undefined)
    throw new AppError(
      'no-run',
      l10n.t('There is nothing to export from {0}; run "Find Wrong Labels…" first.', root),
    );
  const asked = exportArgument(scripted).outFile ?? exportArgument(folder).outFile;
  const outFile = asked === undefined ? await pickFile(root) : path.resolve(root, asked);
  if (outFile === undefined) return { status: 'cancelled' };
  const wording = wordingFor(session.run, WORDING);
  const { labelSource, predictions } = session.run;
  await checkOutput(outFile, [...labelFiles(root, labelSource), predictions?.file]);
  await services.galleries.takeInChanges(root);
  const { counts, notes: changes } = await writeCsv(session, openRun(session.run), outFile);
  const notes = [
    ...unusableLines(journal.problems),
    ...(await describeLabelFile(root, session.run)).map((note) => wordMessage(note, WORDING)),
    ...changes,
  ];
  services.log.info(`Wrote ${counts.rows} rows to ${outFile}`);
  for (const note of notes) services.log.warn(note);
  for (const problem of problems) services.log.warn(`Exported an older run: ${problem}`);
  if (asked === undefined)
    announce(services.log, outFile, { ...counts, problem: problems[0], notes, wording });
  return { status: 'done', outFile, ...counts };
}

async function writeCsv(
  { run, log }: ReviewSession,
  opened: Run,
  outFile: string,
): Promise<{ readonly counts: ExportCounts; readonly notes: readonly string[] }> {
  const results = await opened.results();
  const placement = await placeRunDecisions(opened, log);
  const decisionOf = (imagePath: string) => placement.decisions.get(imagePath) ?? null;
  const rows = await writeCorrectedCsv(outFile, { results, unreadable: run.unreadable, decisionOf });
  const { relabelled, excluded, kept } = countDecisions(
    [...results.paths, ...run.unreadable.map((image) => image.path)],
    decisionOf,
  );
  const notes = describeDecisions(placement, log).map((note) => wordMessage(note, wordingFor(run, WORDING)));
  return { counts: { rows, relabelled, excluded, kept }, notes };
}

async function pickFile(root: string): Promise<string | undefined> {
  const configuration = workspace.getConfiguration(SETTINGS_SECTION, Uri.file(root));
  const proposed = path.resolve(
    root,
    readExportPath((name) => configuration.get(name)),
  );
  const picked = await window.showSaveDialog({
    defaultUri: Uri.file(proposed),
    filters: { CSV: ['csv'] },
    title: l10n.t('Export corrected labels'),
  });
  return picked?.fsPath;
}

function announce(
  log: Log,
  outFile: string,
  {
    rows,
    relabelled,
    excluded,
    kept,
    problem,
    notes,
    wording,
  }: ExportCounts & {
    readonly problem: string | undefined;
    readonly notes: readonly string[];
    readonly wording: Wording;
  },
): void {
  const text = wordMessage(
    message('exported-things', { count: rows, file: path.basename(outFile), relabelled, excluded, kept }),
    wording,
  );
  const openFile = l10n.t('Open File');
  const older =
    problem === undefined
      ? []
      : [l10n.t('They are of an older run, for a newer one could not be used: {0}', problem)];
  const warnings = [...older, ...notes];
  const showText = () =>
    warnings.length === 0
      ? window.showInformationMessage(literal(text), openFile)
      : window.showWarningMessage(literal([text, ...warnings].join(' ')), openFile);
  const show = async () => {
    if ((await showText()) === openFile) await commands.executeCommand('vscode.open', Uri.file(outFile));
  };
  show().catch((error: unknown) => log.error(`${outFile} could not be opened:`, error));
}
