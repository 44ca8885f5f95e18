import path from 'node:path';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { DatasetConfig } from '../core/run/config/configOptions';
import { BOX_COLUMNS, SCAN_COLUMNS } from '../core/names';
import { resultRows } from '../core/run/resultColumns';
import { hasBoxes, scanBoxCells, scanCells } from '../core/run/resultRows';
import type { RunSummary } from '../core/run/run';
import {
  FAIL_OVER_OPTION,
  FILTER_OPTION,
  FORMAT_OPTION,
  readScanOptions,
  SCAN_OPTION_NAMES,
  SCAN_OPTIONS,
  withAbsoluteFiles,
  type ScanOptionName,
} from '../core/run/scanOptions';
import { wordKept } from '../core/words/message';
import { writeReport } from '../review/report/writeReport';
import { listAllRuns } from '../store/allRuns';
import { replayJournal } from '../store/journal/replayJournal';
import { locateStore } from '../store/location';
import { createRunOpener } from '../store/openRun';
import { cancelled, type CommandIo, type ExitCode } from './commandIo';
import { configOf, type ConfigKey } from './config/configFlags';
import { exitFor } from './failOver';
import { onlyFolder, parseFlags, refuseFlags, type Flags } from './flags';
import { parsedFlags } from './help/commandSpec';
import { SCAN_SPEC } from './help/scanSpec';
import { labelsFlags } from './config/labelsFlags';
import { outputFlag } from './outputFlag';
import { REPORT_FLAG, reportFlag, type ReportOutput } from './reportFlag';
import { runPipeline } from './runPipeline';
import { storeFlags } from './storeFlags';
import { writeTable } from './writeTable';

/** `scan <folder>`: the whole pipeline, then the table of images and, with `--json`, an object about the run. */
export async function scanCommand(
  args: readonly string[],
  io: CommandIo & { readonly programFolder: string },
): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(SCAN_SPEC));
  const root = path.resolve(onlyFolder(flags, 'scan'));
  const isRetraining = flags.has('retrain');
  if (isRetraining) refuseFlags(flags, planFlags(flags), NO_PLACE);
  const keys = (key: ConfigKey) => !isRetraining || !isOfPlan(key);
  const config = await configOf(root, flags, { keys, io });
  const request = toRequest({ root, flags, config }, io);
  const { labels, options } = request;
  const failOver = flags.option(FAIL_OVER_OPTION, config.failOver);
  const inputs = [labels?.file, options.encoder, options.encoderOrder];
  const out = await outputFlag(flags, inputs);
  const report = await reportFlag(flags, REPORT_FLAG, { inputs, out });
  const finished = await runPipeline(request, io);
  if (finished === undefined) return cancelled(io);
  const { summary, results } = finished;
  if (request.retrain === true && flags.text('encoder') !== undefined)
    if (summary.opinions?.encoder?.name !== options.encoder) io.say('warning', `--encoder ${NO_PLACE}.`);
  const table = {
    ...(hasBoxes(results)
      ? { columns: [...SCAN_COLUMNS, ...BOX_COLUMNS], cellsOf: scanBoxCells }
      : { columns: SCAN_COLUMNS, cellsOf: scanCells }),
    rows: resultRows(results),
    toJson: () => toJson(summary),
  };
  await writeTable(table, { out, isJson: flags.has('json') }, io);
  if (report !== undefined) await reportRun(request, { summary, report });
  return exitFor(summary.suspects, failOver, io);
}

/** Writes the report on a run that has just been made. */
async function reportRun(
  { root, fallbackStore, cacheFolder }: AnalyzeRequest,
  { summary, report }: { readonly summary: RunSummary; readonly report: ReportOutput },
): Promise<void> {
  const location = await locateStore(root, fallbackStore, { cacheParent: cacheFolder });
  const openRun = createRunOpener(location);
  const { log } = await replayJournal(location, (await listAllRuns(location)).map(openRun));
  await writeReport(report.file, { run: openRun(summary), log }, { location, ...report });
}

function toRequest(
  { root, flags, config }: { readonly root: string; readonly flags: Flags; readonly config: DatasetConfig },
  io: CommandIo,
): AnalyzeRequest {
  return {
    root,
    ...formOf(flags, config),
    retrain: flags.has('retrain'),
    ...storeFlags(flags, io),
    options: withAbsoluteFiles(
      readScanOptions((name) => flags.option(SCAN_OPTIONS[name], config[name])),
      (file) => path.resolve(file),
    ),
    filterBy: flags.option(FILTER_OPTION, config.filterBy),
  };
}

/** The table of labels, or else the form of the dataset. @throws AppError `bad-usage` for flags that name both. */
function formOf(flags: Flags, config: DatasetConfig): Pick<AnalyzeRequest, 'labels' | 'format'> {
  const given = flags.option(FORMAT_OPTION);
  if (flags.text('labels') !== undefined && given !== 'csv') refuseFlags(flags, ['format'], BESIDE_LABELS);
  const isOther = given !== 'auto' && given !== 'csv';
  const labels = labelsFlags(flags, isOther ? {} : config);
  if (labels !== undefined) return { labels };
  const format = flags.option(FORMAT_OPTION, config.format);
  return format === 'auto' ? {} : { format };
}

const BESIDE_LABELS = 'has no place beside --labels, whose form is a table';
const NO_PLACE = 'has no place beside --retrain, which goes on as the run before did';
/** What a retraining takes from the run before is all but these. */
const OF_THE_MACHINE: readonly ScanOptionName[] = ['workers', 'backend'];

const isOfPlan = (key: ConfigKey): key is ScanOptionName =>
  key in SCAN_OPTIONS && !OF_THE_MACHINE.some((name) => name === key);

/** A model of the user's own is named again, for it is not loaded on the word of a run. */
function planFlags(flags: Flags): string[] {
  const isModel = flags.text('encoder')?.toLowerCase().endsWith('.onnx') === true;
  return SCAN_OPTION_NAMES.filter((name) => isOfPlan(name) && (name !== 'encoder' || !isModel)).map(
    (name) => SCAN_OPTIONS[name].flag,
  );
}

function opinionsToJson({ opinions }: RunSummary) {
  if (opinions === undefined) return {};
  const { formed, leftOut, encoder } = opinions;
  return {
    opinions: formed,
    leftOut: leftOut.map(({ by, reason }) => ({ by, reason: wordKept(reason) })),
    encoder: encoder && {
      name: encoder.name,
      title: encoder.title,
      size: encoder.size,
      trainedOn: encoder.trainedOn,
      licence: encoder.licence,
    },
  };
}

function toJson(summary: RunSummary) {
  const { plan, backend, seconds, checks } = summary;
  return {
    images: summary.images,
    classes: summary.classes.length,
    unreadable: summary.unreadable.length,
    suspects: summary.suspects,
    offTopic: summary.offTopic,
    duplicates: checks?.duplicates,
    contradictions: checks?.contradictions,
    leaks: checks?.leaks,
    faults: checks?.faults,
    backend: backend?.name,
    loss: plan?.loss.name,
    folds: plan?.folds,
    epochs: plan?.epochs,
    imageSize: plan?.imageSize,
    seconds,
    peakRssMb: summary.peakRssMb,
    ...opinionsToJson(summary),
  };
}
