import path from 'node:path';
import {
  FAIL_OVER_OPTION,
  SCAN_OPTION_NAMES,
  SCAN_OPTIONS,
  type ScanOptionName,
} from '../core/run/scanOptions';
import { cancelled, type CommandIo, type ExitCode } from './commandIo';
import { configOf, type ConfigKey } from './config/configFlags';
import { finishScan } from './finishScan';
import { onlyFolder, parseFlags, refuseFlags, type Flags } from './flags';
import { parsedFlags } from './help/commandSpec';
import { SCAN_SPEC } from './help/scanSpec';
import { outputFlag } from './outputFlag';
import { REPORT_FLAG, reportFlag } from './reportFlag';
import { runPipeline } from './runPipeline';
import { scanRequest } from './scanRequest';

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
  const request = scanRequest({ root, flags, config }, io);
  const { labels, options } = request;
  const failOver = flags.option(FAIL_OVER_OPTION, config.failOver);
  const inputs = [labels?.file, options.encoder, options.encoderOrder];
  const out = await outputFlag(flags, inputs);
  const report = await reportFlag(flags, REPORT_FLAG, { inputs, out });
  const finished = await runPipeline(request, io);
  if (finished === undefined) return cancelled(io);
  const { summary } = finished;
  if (request.retrain === true && flags.text('encoder') !== undefined)
    if (summary.opinions?.encoder?.name !== options.encoder) io.say('warning', `--encoder ${NO_PLACE}.`);
  return finishScan(finished, { request, out, report, failOver, isJson: flags.has('json') }, io);
}

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
