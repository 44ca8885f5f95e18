import { AppError } from '../core/appError';
import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { exportCommand } from './exportCommand';
import { scanCommand } from './scanCommand';
import { scoreCommand } from './scoreCommand';
import { similarCommand } from './similarCommand';
import { USAGE } from './usage';

export interface CliEnvironment extends CommandIo {
  /** Folder of the built program: the fold worker and the wasm files are beside it. */
  readonly programFolder: string;
}

/** Runs one command line; the one place where its errors become messages and an exit status. */
export async function runCli(args: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  try {
    return await dispatch(args, environment);
  } catch (error) {
    if (error instanceof AppError) {
      environment.writeError(`label-review: ${error.message}\n`);
      if (error.code !== 'bad-usage' && error.code !== 'bad-setting') return EXIT.failed;
      environment.writeError('Run `label-review --help` to see the commands and options.\n');
      return EXIT.usage;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    environment.writeError(
      `label-review: unexpected error, please report it with the lines below.\n${detail}\n`,
    );
    return EXIT.failed;
  }
}

async function dispatch(args: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const [command, ...rest] = args;
  if (command === undefined || rest.includes('--help') || ['--help', '-h', 'help'].includes(command)) {
    await environment.writeOut(USAGE);
    return command === undefined ? EXIT.usage : EXIT.done;
  }
  switch (command) {
    case 'scan':
      return scanCommand(rest, environment);
    case 'score':
      return scoreCommand(rest, environment);
    case 'export':
      return exportCommand(rest, environment);
    case 'similar':
      return similarCommand(rest, environment);
    default:
      throw new AppError(
        'bad-usage',
        `There is no command '${command}'; use scan, score, export or similar.`,
      );
  }
}
