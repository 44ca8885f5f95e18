import path from 'node:path';
import { AppError } from '../../core/appError';
import { CORRECTED_CSV } from '../../core/names';
import { countDecisions } from '../../core/review/decisionTally';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { wordMessage } from '../../core/words/message';
import type { RunSummary } from '../../core/run/run';
import { checkOutput } from '../../files/outputFile';
import { decisionsNow, type DecidedRun, type DecisionsNow } from '../../pipeline/sinceRun/decisionsNow';
import { writeCorrectedCsv } from '../../store/correctedCsv';
import { labelFiles } from '../../store/labelFile';
import { ensureStore, type StoreLocation } from '../../store/location';
import { cancelled, EXIT, type CommandIo, type ExitCode } from '../commandIo';
import { countedThings } from '../counted';
import { datasetFolder } from '../datasetFolder';
import { exportOther } from './exportOther';
import { exportSource, undoExport } from './exportSource';
import { parseFlags, refuseFlags, type Flags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { EXPORT_FORMATS, EXPORT_SPEC } from '../help/otherSpecs';
import { findDatasetNow } from '../datasetNow';
import { openReviewed, readDecisions } from '../openReviewed';
import { outputFlag } from '../outputFlag';

/** `export <folder>`: what was decided about the newest run, as a table or written back into the dataset. */
export async function exportCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(EXPORT_SPEC));
  const format = flags.choice('format', EXPORT_FORMATS) ?? 'csv';
  const root = await datasetFolder(flags, 'export');
  if (flags.text('undo') !== undefined) return undoExport(root, flags, io);
  if (format === 'source') {
    refuseFlags(flags, ['out'], 'names a new file, and --format source writes into the dataset');
    return exportSource(root, flags, io);
  }
  refuseFlags(flags, ['labels'], 'goes with --format source');
  for (const name of ['dry-run', 'yes'])
    if (flags.has(name)) throw new AppError('bad-usage', `--${name} goes with --format source.`);
  return format === 'csv' ? exportTable(root, flags, io) : exportOther(root, format, flags, io);
}

/** The newest run and the journal become `corrected_labels.csv`. */
async function exportTable(root: string, flags: Flags, io: CommandIo): Promise<ExitCode> {
  const reviewed = await openReviewed(root, io);
  const { location, run, results } = reviewed;
  const { summary } = run;
  const outFile = await chooseFile(flags, location, summary);
  const log = await readDecisions(reviewed, io);

  const images = [...results.paths, ...summary.unreadable.map(({ path: image }) => image)];
  const asNow = await lookAgain({ location, run, log }, io);
  if (asNow === undefined) return cancelled(io);
  const { now, decisionOf } = asNow;
  const [example, ...others] = imagesLeftOut(images, now);
  if (example !== undefined) io.say('warning', leftOutWarning(example, 1 + others.length, summary));

  await writeCorrectedCsv(outFile, { results, unreadable: summary.unreadable, decisionOf });
  const { relabelled, kept, excluded } = countDecisions(images, decisionOf);
  io.say(
    'info',
    `Wrote ${countedThings(images.length, summary)} to ${outFile}: ${relabelled} relabelled, ${kept} kept, ${excluded} excluded.`,
  );
  return EXIT.done;
}

/** @throws AppError `bad-output`, `store-unwritable` */
async function chooseFile(
  flags: Flags,
  location: StoreLocation,
  { labelSource, predictions }: RunSummary,
): Promise<string> {
  const inputs = [...labelFiles(location.root, labelSource), predictions?.file];
  const named = await outputFlag(flags, inputs);
  if (named !== undefined) return named;
  const { root, folder, isFallback } = location;
  if (isFallback) await ensureStore(location);
  const file = path.join(isFallback ? folder : root, CORRECTED_CSV);
  await checkOutput(file, inputs);
  return file;
}

const leftOutWarning = (example: string, count: number, run: RunSummary) =>
  `${countedThings(count, run)} of the folder with a label, such as ${example}, ` +
  `came after this run and ${count === 1 ? 'is' : 'are'} left out; scan again to include them.`;

/** The labelled images that a run knows nothing of, for it is older than they are. */
function imagesLeftOut(known: readonly string[], now: DatasetIndex | undefined): readonly string[] {
  const isKnown = new Set(known);
  return now?.paths.filter((image) => !isKnown.has(image)) ?? [];
}

type DatasetAsNow = Pick<DecidedRun, 'now'> & Pick<DecisionsNow, 'decisionOf'>;

/** Reads the labels and files as they are now; undefined when that was interrupted. */
async function lookAgain(
  { location, run, log }: Omit<DecidedRun, 'now'> & { readonly location: StoreLocation },
  io: CommandIo,
): Promise<DatasetAsNow | undefined> {
  try {
    const now = await findDatasetNow(location, run.summary, io);
    const { decisionOf, notes } = await decisionsNow({ run, log, now }, io.signal);
    for (const sentence of notes) io.say('warning', wordMessage(sentence));
    io.signal.throwIfAborted();
    return { now, decisionOf };
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return undefined;
  }
}
