import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { CORRECTED_CSV } from '../core/names';
import { countDecisions } from '../core/review/decisionTally';
import { describeDecisions } from '../core/words/describeDecisions';
import { wordMessage } from '../core/words/message';
import { writeCorrectedCsv } from '../store/correctedCsv';
import { replayJournal } from '../store/replayJournal';
import { locateStore } from '../store/location';
import { openRun } from '../store/openRun';
import { placeRunDecisions } from '../store/placeRunDecisions';
import { listRuns } from '../store/runs';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { onlyFolder, parseFlags } from './flags';
import { userCacheFolder } from './userCacheFolder';

const OPTIONS = { format: { type: 'string' }, out: { type: 'string' } } as const;

/** `export <folder>`: the newest run and the journal become `corrected_labels.csv`. */
export async function exportCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const flags = parseFlags(args, OPTIONS);
  const root = path.resolve(onlyFolder(flags, 'export'));
  flags.choice('format', ['csv']);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new AppError('folder-not-found', `There is no folder ${root}; check its name.`);

  const location = await locateStore(root, userCacheFolder(io.environment, process.platform));
  const problems: string[] = [];
  const runs = await listRuns(location, (problem) => problems.push(problem));
  const [run] = runs;
  if (run === undefined)
    throw new AppError('no-run', `${root} has not been scanned; run \`label-review scan\` on it first.`);
  if (problems.length > 0) io.writeError(`Warning: this is the export of an older run, ${run.id}.\n`);
  for (const problem of problems) io.writeError(`Warning: ${problem}\n`);
  const opened = runs.map((summary) => openRun(location, summary));
  const { journal, log } = await replayJournal(location, opened);
  for (const problem of journal.problems) io.writeError(`Warning: ignored ${problem}\n`);

  const outFile = path.resolve(
    flags.text('out') ?? path.join(location.isFallback ? location.folder : root, CORRECTED_CSV),
  );
  const results = await opened[0]!.results();
  const placement = await placeRunDecisions(opened[0]!, log);
  for (const sentence of describeDecisions(placement, log))
    io.writeError(`Warning: ${wordMessage(sentence)}\n`);
  const decisionOf = (image: string) => placement.decisions.get(image) ?? null;
  const images = await writeCorrectedCsv(outFile, { results, unreadable: run.unreadable, decisionOf });
  const { relabelled, kept, excluded } = countDecisions(
    [...results.paths, ...run.unreadable.map(({ path: image }) => image)],
    decisionOf,
  );
  io.writeError(
    `Wrote ${images} images to ${outFile}: ${relabelled} relabelled, ${kept} kept, ${excluded} excluded.\n`,
  );
  return EXIT.done;
}
