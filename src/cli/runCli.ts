import { version } from '../../package.json';
import { AppError } from '../core/appError';
import { PROGRAM } from '../core/names';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { createReporter } from './progress/createReporter';
import type { ErrorStream, Reporter } from './progress/reporter';
import { takeProgressFlag } from './progress/progressStyle';
import type { PipelineIo } from './runPipeline';
import { exportCommand } from './export/exportCommand';
import { rayCommand } from './ray/rayCommand';
import { reportCommand } from './reportCommand';
import { mergeCommand } from './job/mergeCommand';
import { planCommand } from './job/planCommand';
import { workCommand } from './job/workCommand';
import { scanCommand } from './scanCommand';
import { scoreCommand } from './scoreCommand';
import { similarCommand } from './similarCommand';
import { completionCommand } from './completion/completionCommand';
import { findCommand, HELP, unknownCommand } from './help/commands';
import { commandHelp, programHelp, type HelpLook } from './help/helpText';
import { createPalette, isColoured } from './progress/palette';

export interface CliEnvironment extends Pick<CommandIo, 'writeOut' | 'ask' | 'environment' | 'signal'> {
  /** Folder of the built program: the fold worker and the wasm files are beside it. */
  readonly programFolder: string;
  /** Progress and messages go there. */
  readonly errors: ErrorStream;
  /** Where help is read. */
  readonly page: { readonly isTerminal: boolean; readonly columns: () => number | undefined };
}

/** Runs one command line; the one place where its errors become messages and an exit status. */
export async function runCli(args: readonly string[], cli: CliEnvironment): Promise<ExitCode> {
  let reporter = createReporter(cli.errors, undefined, cli.environment);
  let code: ExitCode;
  try {
    const { rest, style } = takeProgressFlag(args);
    reporter = createReporter(cli.errors, style, cli.environment);
    code = await dispatch(rest, { ...cli, ...reporter }, helpLook(cli));
  } catch (error) {
    code = tellError(error, reporter, findCommand(args[0])?.name);
  }
  reporter.close(code);
  return code;
}

function helpLook({ page, environment }: CliEnvironment): HelpLook {
  const palette = createPalette(isColoured(page.isTerminal, environment));
  return { columns: page.columns() ?? Number.POSITIVE_INFINITY, palette };
}

function tellError(error: unknown, { sayError, sayDetail }: Reporter, command: string | undefined): ExitCode {
  if (error instanceof AppError) {
    sayError(error.code, error.message);
    if (error.code !== 'bad-usage' && error.code !== 'bad-setting') return EXIT.failed;
    const about = command === undefined ? '' : `${command} `;
    sayDetail(`Run \`${PROGRAM} ${about}--help\` to see the commands and options.
`);
    return EXIT.usage;
  }
  sayError('unexpected', 'unexpected error, please report it with the lines below.');
  sayDetail(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}

async function dispatch(args: readonly string[], io: PipelineIo, page: HelpLook): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined || isHelp(first)) {
    const [about] = rest.filter((arg) => !isHelp(arg));
    await io.writeOut(helpAbout(about, page));
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  if (first === '--version') {
    await io.writeOut(`${version}
`);
    return EXIT.done;
  }
  const command = findCommand(first);
  if (command === undefined) throw unknownCommand(first);
  if (rest.some((arg) => arg === '--help' || arg === '-h')) {
    await io.writeOut(commandHelp(command, page));
    return EXIT.done;
  }
  return RUN[command.name]!(rest, io); // a test holds one against the other
}

const isHelp = (arg: string): boolean => [HELP, '--help', '-h'].includes(arg);

function helpAbout(name: string | undefined, page: HelpLook): string {
  if (name === undefined) return programHelp(page);
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name);
  return commandHelp(command, page);
}

/** What each command does. */
const RUN: Readonly<Record<string, (args: readonly string[], io: PipelineIo) => Promise<ExitCode>>> = {
  scan: scanCommand,
  score: scoreCommand,
  export: exportCommand,
  report: reportCommand,
  similar: similarCommand,
  plan: planCommand,
  work: workCommand,
  merge: mergeCommand,
  ray: rayCommand,
  completion: completionCommand,
};
