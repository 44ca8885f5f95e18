import { spawn } from 'node:child_process';
import { ScriptError } from '../scriptError';

export interface Command {
  /** What the command is for, as the start of a sentence: "Installing Chromium". */
  readonly purpose: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** How many of its last lines a failure shows. */
  readonly shownLines?: number;
}

const TEN_MINUTES_MS = 600_000;
const DEFAULT_SHOWN_LINES = 12;

/** Runs a command without stdin and returns what it printed; a failure is one sentence followed by its last lines. */
export async function runCommand(command: Command): Promise<string> {
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: command.timeoutMs ?? TEN_MINUTES_MS,
    // `npm` and `code` are .cmd files on Windows, which only a shell can start.
    shell: process.platform === 'win32' && command.file.endsWith('.cmd'),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ending = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`${command.file} could not be started (${error.message})`));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : `${command.file} ended with ${signal ?? `exit code ${String(code)}`}`),
    );
  });
  if (ending === undefined) return output;
  const lastLines = output
    .trimEnd()
    .split('\n')
    .slice(-(command.shownLines ?? DEFAULT_SHOWN_LINES))
    .join('\n');
  throw new ScriptError(`${command.purpose} failed: ${ending}.\n${lastLines}`);
}
