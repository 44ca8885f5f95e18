import path from 'node:path';
import { AppError } from '../core/appError';
import { CORRECTED_CSV } from '../core/names';
import { countDecisions } from '../core/review/decisionTally';
import type { DatasetIndex } from '../core/dataset/dataset';
import { wordMessage } from '../core/words/message';
import type { RunSummary } from '../core/run/run';
import { checkOutput } from '../files/outputFile';
import { decisionsNow, type DecidedRun, type DecisionsNow } from '../pipeline/sinceRun/decisionsNow';
import { writeCorrectedCsv } from '../store/correctedCsv';
import { ensureStore, locateStore, type StoreLocation } from '../store/location';
import { findNewestRun } from '../store/newestRun';
import { replayJournal } from '../store/journal/replayJournal';
import { userCacheFolder } from '../store/userCacheFolder';
import { describeStore } from '../core/words/describeStore';
import { cancelled, EXIT, type CommandIo, type ExitCode } from './commandIo';
import { counted } from './counted';
import { datasetFolder } from './datasetFolder';
import { parseFlags, type Flags } from './flags';
import { findDatasetNow } from './datasetNow';
import { outputFlag } from './outputFlag';
import { warnIgnored } from './warnIgnored';

const OPTIONS = { format: { type: 'string' }, out: { type: 'string' } } as const;

/** `export <folder>`: the newest run and the journal become `corrected_labels.csv`. */
export async function exportCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const flags = parseFlags(args, OPTIONS);
  flags.choice('format', ['csv']);
  const root = await datasetFolder(flags, 'export');
  const location = await locateStore(root, userCacheFolder(io.environment, process.platform));
  for (const sentence of describeStore(location)) io.say('note', wordMessage(sentence));
  const found = await findNewestRun(location);
  if (found === undefined)
    throw new AppError('no-run', `${root} has not been scanned; run \`label-review scan\` on it first.`);
  const { run, results, runs, problems } = found;
  const { summary } = run;
  const outFile = await chooseFile(flags, location, summary);
  if (problems.length > 0) io.say('warning', `this is the export of an older run, ${summary.id}.`);
  for (const problem of problems) io.say('warning', problem);
  const { journal, log } = await replayJournal(location, runs);
  warnIgnored(journal.problems, io);

  const images = [...results.paths, ...summary.unreadable.map(({ path: image }) => image)];
  const asNow = await lookAgain({ root, run, log }, io);
  if (asNow === undefined) return cancelled(io);
  const { now, decisionOf } = asNow;
  const [example, ...others] = imagesLeftOut(images, now);
  if (example !== undefined) io.say('warning', leftOutWarning(example, 1 + others.length));

  await writeCorrectedCsv(outFile, { results, unreadable: summary.unreadable, decisionOf });
  const { relabelled, kept, excluded } = countDecisions(images, decisionOf);
  io.say(
    'info',
    `Wrote ${counted(images.length, 'image')} to ${outFile}: ${relabelled} relabelled, ${kept} kept, ${excluded} excluded.`,
  );
  return EXIT.done;
}

/** @throws AppError `bad-output`, `store-unwritable` */
async function chooseFile(
  flags: Flags,
  location: StoreLocation,
  { labelSource, predictions }: RunSummary,
): Promise<string> {
  const inputs = [labelSource.kind === 'csv' ? labelSource.file : undefined, predictions?.file];
  const named = await outputFlag(flags, inputs);
  if (named !== undefined) return named;
  const { root, folder, isFallback } = location;
  if (isFallback) await ensureStore(location);
  const file = path.join(isFallback ? folder : root, CORRECTED_CSV);
  await checkOutput(file, inputs);
  return file;
}

const leftOutWarning = (example: string, count: number) =>
  `${counted(count, 'labelled image')} of the folder, such as ${example}, ` +
  `came after this run and ${count === 1 ? 'is' : 'are'} left out; scan again to include them.`;

/** The labelled images that a run knows nothing of, for it is older than they are. */
function imagesLeftOut(known: readonly string[], now: DatasetIndex | undefined): readonly string[] {
  const isKnown = new Set(known);
  return now?.paths.filter((image) => !isKnown.has(image)) ?? [];
}

type DatasetAsNow = Pick<DecidedRun, 'now'> & Pick<DecisionsNow, 'decisionOf'>;

/** Reads the labels and files as they are now; undefined when that was interrupted. */
async function lookAgain(
  { root, run, log }: Omit<DecidedRun, 'now'> & { readonly root: string },
  io: CommandIo,
): Promise<DatasetAsNow | undefined> {
  try {
    const now = await findDatasetNow(root, run.summary, io);
    const { decisionOf, notes } = await decisionsNow({ run, log, now }, io.signal);
    for (const sentence of notes) io.say('warning', wordMessage(sentence));
    io.signal.throwIfAborted();
    return { now, decisionOf };
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return undefined;
  }
}
