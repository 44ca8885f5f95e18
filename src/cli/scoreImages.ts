import path from 'node:path';
import { AppError } from '../core/appError';
import { RESULT_COLUMNS } from '../core/names';
import { resultRows } from '../core/run/resultColumns';
import { resultCells } from '../core/run/resultRows';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { RunSummary } from '../core/run/run';
import { DEFAULT_SCAN_OPTIONS, FAIL_OVER_OPTION, FILTER_OPTION } from '../core/run/scanOptions';
import { cancelled, type ExitCode } from './commandIo';
import { configOf, type ConfigKey } from './config/configFlags';
import { exitFor } from './failOver';
import { refuseFlags, required, type Flags } from './flags';
import { labelsFlags } from './config/labelsFlags';
import { outputFlag } from './outputFlag';
import { runPipeline, type PipelineIo } from './runPipeline';
import { storeFlags } from './storeFlags';
import { writeTable } from './writeTable';

/** Nothing is trained, so nothing else counts. */
const USED_KEYS: readonly ConfigKey[] = ['labels', 'filterBy', 'failOver'];

/** `score --images FOLDER`: a run made from predictions instead of training, then the same table as after `scan`. */
export async function scoreImages(flags: Flags, io: PipelineIo): Promise<ExitCode> {
  refuseFlags(flags, ['rank-by'], 'does not go with --images: a run is ranked by self_confidence');
  if (flags.positionals.length > 0)
    throw new AppError(
      'bad-usage',
      `score takes no folder beside --images; '${flags.positionals[0]!}' is not expected.`,
    );
  const root = path.resolve(required(flags, 'images'));
  const config = await configOf(root, flags, { keys: (key) => USED_KEYS.includes(key), io });
  const labels = labelsFlags(flags, config);
  const orderFile = flags.text('order');
  const request: AnalyzeRequest = {
    root,
    labels,
    predictions: {
      file: path.resolve(required(flags, 'pred-probs')),
      pathColumn: labels === undefined ? flags.text('path-column') : undefined,
      orderFile: orderFile === undefined ? undefined : path.resolve(orderFile),
      classes: flags.list('classes'),
    },
    ...storeFlags(flags, io),
    options: DEFAULT_SCAN_OPTIONS,
    filterBy: flags.option(FILTER_OPTION, config.filterBy),
  };
  const { predictions } = request;
  const failOver = flags.option(FAIL_OVER_OPTION, config.failOver);
  const out = await outputFlag(flags, [labels?.file, predictions?.file, predictions?.orderFile]);
  const finished = await runPipeline(request, io);
  if (finished === undefined) return cancelled(io);
  const { summary, results } = finished;
  const table = {
    columns: RESULT_COLUMNS,
    rows: resultRows(results),
    cellsOf: resultCells,
    toJson: () => toJson(summary),
  };
  await writeTable(table, { out, isJson: flags.has('json') }, io);
  return exitFor(summary.suspects, failOver, io);
}

function toJson(summary: RunSummary) {
  return {
    images: summary.images,
    classes: summary.classes.length,
    notPredicted: summary.unreadable.length,
    suspects: summary.suspects,
    duplicates: summary.checks?.duplicates,
    contradictions: summary.checks?.contradictions,
    leaks: summary.checks?.leaks,
    faults: summary.checks?.faults,
    filterBy: summary.filterBy,
    matchedBy: summary.predictions?.matchedBy,
    seconds: summary.seconds,
    peakRssMb: summary.peakRssMb,
  };
}
