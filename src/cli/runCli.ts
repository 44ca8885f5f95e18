import { version } from '../../package.json';
import { AppError } from '../core/appError';
import { PROGRAM } from '../core/names';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { createReporter } from './progress/createReporter';
import type { ErrorStream, Reporter } from './progress/reporter';
import { takeProgressFlag } from './progress/progressStyle';
import type { PipelineIo } from './runPipeline';
import { exportCommand } from './export/exportCommand';
import { reportCommand } from './reportCommand';
import { scanCommand } from './scanCommand';
import { scoreCommand } from './scoreCommand';
import { similarCommand } from './similarCommand';
import { USAGE } from './usage';

export interface CliEnvironment extends Pick<CommandIo, 'writeOut' | 'ask' | 'environment' | 'signal'> {
  /** Folder of the built program: the fold worker and the wasm files are beside it. */
  readonly programFolder: string;
  /** Progress and messages go there. */
  readonly errors: ErrorStream;
}

/** Runs one command line; the one place where its errors become messages and an exit status. */
export async function runCli(args: readonly string[], cli: CliEnvironment): Promise<ExitCode> {
  let reporter = createReporter(cli.errors, undefined, cli.environment);
  let code: ExitCode;
  try {
    const { rest, style } = takeProgressFlag(args);
    reporter = createReporter(cli.errors, style, cli.environment);
    code = await dispatch(rest, { ...cli, ...reporter });
  } catch (error) {
    code = tellError(error, reporter);
  }
  reporter.close(code);
  return code;
}

function tellError(error: unknown, { sayError, sayDetail }: Reporter): ExitCode {
  if (error instanceof AppError) {
    sayError(error.code, error.message);
    if (error.code !== 'bad-usage' && error.code !== 'bad-setting') return EXIT.failed;
    sayDetail(`Run \`${PROGRAM} --help\` to see the commands and options.\n`);
    return EXIT.usage;
  }
  sayError('unexpected', 'unexpected error, please report it with the lines below.');
  sayDetail(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}

async function dispatch(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  const [command, ...rest] = args;
  if (command === undefined || rest.includes('--help') || ['--help', '-h', 'help'].includes(command)) {
    await io.writeOut(USAGE);
    return command === undefined ? EXIT.usage : EXIT.done;
  }
  if (command === '--version') {
    await io.writeOut(`${version}\n`);
    return EXIT.done;
  }
  switch (command) {
    case 'scan':
      return scanCommand(rest, io);
    case 'score':
      return scoreCommand(rest, io);
    case 'export':
      return exportCommand(rest, io);
    case 'report':
      return reportCommand(rest, io);
    case 'similar':
      return similarCommand(rest, io);
    default:
      throw new AppError(
        'bad-usage',
        `There is no command '${command}'; use scan, score, export, report or similar.`,
      );
  }
}
