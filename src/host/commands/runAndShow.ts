import path from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { AppError } from '../../core/appError';
import { SETTINGS_SECTION } from '../../core/names';
import type { AnalyzeOutcome } from '../../core/run/analyzeRequest';
import type { DatasetConfig } from '../../core/run/config/configOptions';
import { withAbsoluteFiles } from '../../core/run/scanOptions';
import type { ScanArgument } from './commandArguments';
import { onlyLabels, pickLabels } from './labelPicker';
import type { RunRequest } from '../runs/runController';
import type { Services } from '../services';
import { SaidFailure } from './commandBoundary';
import { readConfig } from '../../files/readConfig';
import { configuredLabels } from '../settings/configuredLabels';
import { readScanSettings, type ScanSettings } from '../settings/settings';
import { WORDING } from '../wording';
import { message, wordKept, wordMessage } from '../../core/words/message';

/** What a command that makes a run resolves to. */
export type RunOutcome =
  { readonly status: 'done'; readonly runId: string } | { readonly status: 'cancelled' };

/** What is to be done in a search, if nobody says otherwise. */
export interface SearchSettings extends ScanSettings {
  /** What the dataset itself says; it is in `options` and `filterBy`, too. */
  readonly config: DatasetConfig;
}

/** What the dataset's configuration and the settings say of a search in `root`. @throws AppError `bad-setting`. */
export async function readSettings(root: string): Promise<SearchSettings> {
  const configuration = workspace.getConfiguration(SETTINGS_SECTION, Uri.file(root));
  const config = (await readConfig(root)) ?? {};
  return { ...readScanSettings((name) => configuration.get(name), config), config };
}

/**
 * A run on `root` as its configuration and the settings say, except where a script says otherwise; with a script nothing is
 * asked. @throws AppError `bad-setting`.
 */
export async function createRunRequest(
  services: Services,
  root: string,
  scripted: ScanArgument | undefined,
): Promise<RunRequest> {
  const settings = await readSettings(root);
  const labels = scripted?.labels;
  return {
    root,
    chooseLabels:
      labels === 'folders'
        ? {}
        : labels !== undefined
          ? { labels: { ...labels, file: path.resolve(root, labels.file) } }
          : (configuredLabels(settings.config) ??
            ((inspected, signal) =>
              scripted === undefined
                ? pickLabels(root, inspected, signal)
                : Promise.resolve(onlyLabels(root, inspected)))),
    options: withAbsoluteFiles({ ...settings.options, ...scripted?.options }, (file) =>
      path.resolve(root, file),
    ),
    filterBy: scripted?.filterBy ?? settings.filterBy,
    onImagesFound: () => {
      // The page shows the progress; that it cannot be opened must not end the run.
      services.galleries
        .open(root, { preserveFocus: true })
        .catch((error: unknown) => services.log.error('The gallery could not be opened:', error));
    },
  };
}

/** Makes a run and shows it in the gallery. @throws AppError what the trainer reported, `run-in-progress`. */
export const searchAndShow = (services: Services, request: RunRequest): Promise<RunOutcome> =>
  runAndShow(services, request, () => services.runs.run(request));

/** The same for whatever makes a run of `root`. */
export async function runAndShow(
  services: Services,
  { root }: Pick<RunRequest, 'root'>,
  run: () => Promise<AnalyzeOutcome>,
): Promise<RunOutcome> {
  const result = await runAndReport(services, root, run);
  if (result.status === 'cancelled') return result;
  await showResult(services, root, result.runId);
  return { status: 'done', runId: result.runId };
}

/** Long enough to notice when coming back to the screen. */
const RESULT_SHOWN_MS = 20_000;

/** Tells the page how the run ended, whichever way it did. */
async function runAndReport(
  services: Services,
  root: string,
  run: () => Promise<AnalyzeOutcome>,
): Promise<AnalyzeOutcome> {
  const { galleries, log, runs } = services;
  // A second run in this window is refused; the first goes on, and its page must not say otherwise.
  const isRefused = runs.state.status !== 'idle';
  try {
    const result = await run();
    log.info(`${root}: ${result.status}`);
    if (result.status === 'cancelled') galleries.post(root, { type: 'runEnded', status: 'cancelled' });
    return result;
  } catch (error) {
    const message =
      error instanceof AppError ? error.inWords(WORDING) : l10n.t('The run failed; the log has the details.');
    const isSaid =
      !isRefused && (await galleries.tell(root, { type: 'runEnded', status: 'failed', message }));
    throw isSaid ? new SaidFailure(error) : error;
  }
}

async function showResult(services: Services, root: string, runId: string): Promise<void> {
  const { datasets, galleries, knownRoots, log } = services;
  await knownRoots.add(root);
  const { session, location } = await datasets.reload(root);
  for (const warning of session?.run.warnings ?? []) log.warn(wordKept(warning));
  log.info(`${root}: run ${runId} is in ${location.folder}`);
  await galleries.refresh(root);
  galleries.post(root, { type: 'runEnded', status: 'done' });
  const suspects = session?.run.suspects ?? 0;
  const found = wordMessage(message('suspects-found', { suspects }), WORDING);
  window.setStatusBarMessage(`$(check) ${l10n.t('Label Review: {0}', found)}`, RESULT_SHOWN_MS);
  // A gallery that is open but behind another editor stays there: whoever put it there is at work.
  if (!galleries.has(root)) await galleries.open(root, { preserveFocus: true });
}
