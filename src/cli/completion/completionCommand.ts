import { AppError } from '../../core/appError';
import { EXIT, type CommandIo, type ExitCode } from '../commandIo';
import { parseFlags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { COMPLETION_SPEC, SHELLS, type Shell } from '../help/otherSpecs';
import { bashScript } from './bashScript';
import { fishScript } from './fishScript';
import { zshScript } from './zshScript';

const SCRIPTS: Readonly<Record<Shell, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `completion <shell>`: a script for the shell, made from the table of commands. */
export async function completionCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { positionals } = parseFlags(args, parsedFlags(COMPLETION_SPEC));
  const shell = SHELLS.find((name) => name === positionals[0]);
  if (shell === undefined || positionals.length > 1)
    throw new AppError('bad-usage', `completion takes one of ${SHELLS.join(', ')}.`);
  await io.writeOut(SCRIPTS[shell]());
  return EXIT.done;
}
