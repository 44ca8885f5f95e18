import { AppError } from '../core/appError';
import { REPORT_IMAGES_OPTION } from '../core/report/reportForm';
import { describeStore } from '../core/words/describeStore';
import { wordMessage } from '../core/words/message';
import { inputsOf } from '../review/report/reportOutput';
import { reportText, writeReport } from '../review/report/writeReport';
import { replayJournal } from '../store/journal/replayJournal';
import { locateStore } from '../store/location';
import { findNewestRun } from '../store/newestRun';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { datasetFolder } from './datasetFolder';
import { parseFlags } from './flags';
import { parsedFlags } from './help/commandSpec';
import { REPORT_SPEC } from './help/otherSpecs';
import { reportFlag } from './reportFlag';
import { storeFlags } from './storeFlags';
import { warnIgnored } from './warnIgnored';

/** `report <folder>`: what is known of the newest run and its review, for people who do not have the program. */
export async function reportCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(REPORT_SPEC));
  const root = await datasetFolder(flags, 'report');
  const { fallbackStore, cacheFolder } = storeFlags(flags, io);
  const location = await locateStore(root, fallbackStore, { cacheParent: cacheFolder });
  for (const sentence of describeStore(location)) io.say('note', wordMessage(sentence));
  const found = await findNewestRun(location);
  if (found === undefined)
    throw new AppError('no-run', `${root} has not been scanned; run \`label-review scan\` on it first.`);
  const { run, runs, problems } = found;
  const output = await reportFlag(flags, 'out', { inputs: inputsOf(root, run.summary) });
  if (problems.length > 0) io.say('warning', `this is the report on an older run, ${run.summary.id}.`);
  for (const problem of problems) io.say('warning', problem);
  const { journal, log } = await replayJournal(location, runs);
  warnIgnored(journal.problems, io);

  if (output === undefined) {
    const images = flags.option(REPORT_IMAGES_OPTION);
    for (const part of await reportText({ run, log }, { location, form: 'markdown', images }))
      await io.writeOut(part);
    return EXIT.done;
  }
  await writeReport(output.file, { run, log }, { location, ...output });
  io.say('info', `Wrote the report to ${output.file}.`);
  return EXIT.done;
}
