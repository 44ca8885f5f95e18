import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import { BOX_COLUMNS, SCAN_COLUMNS } from '../core/names';
import { resultRows } from '../core/run/resultColumns';
import { hasBoxes, scanBoxCells, scanCells } from '../core/run/resultRows';
import type { RunSummary } from '../core/run/run';
import { wordKept } from '../core/words/message';
import { writeReport } from '../review/report/writeReport';
import { listAllRuns } from '../store/allRuns';
import { replayJournal } from '../store/journal/replayJournal';
import { locateStore } from '../store/location';
import { createRunOpener } from '../store/openRun';
import type { CommandIo, ExitCode } from './commandIo';
import { exitFor } from './failOver';
import type { ReportOutput } from './reportFlag';
import type { FinishedRun } from './runPipeline';
import { writeTable } from './writeTable';

/** What is to come out of a run. */
export interface ScanOutputs {
  readonly request: AnalyzeRequest;
  /** The table, absolute. */
  readonly out: string | undefined;
  readonly report: ReportOutput | undefined;
  readonly failOver: number | undefined;
  readonly isJson: boolean;
}

/** Writes the table of a run and, where it is asked for, an object about it and a report. */
export async function finishScan(
  { summary, results }: FinishedRun,
  { request, out, report, failOver, isJson }: ScanOutputs,
  io: CommandIo,
): Promise<ExitCode> {
  const table = {
    ...(hasBoxes(results)
      ? { columns: [...SCAN_COLUMNS, ...BOX_COLUMNS], cellsOf: scanBoxCells }
      : { columns: SCAN_COLUMNS, cellsOf: scanCells }),
    rows: resultRows(results),
    toJson: () => toJson(summary),
  };
  await writeTable(table, { out, isJson }, io);
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
