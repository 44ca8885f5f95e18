import { spawn, type ChildProcess } from 'node:child_process';
import { forwardLines } from '../../worker/client/forwardLines';

export interface ProcessOrder {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborting ends the process and all that it has started. */
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export type ProcessEnd =
  /** `said` is the line that best says why it failed, if it did. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly said: string }
  /** There is no such program. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'aborted' };

const isWindows = process.platform === 'win32';

/** Runs a program to its end, passing on what it prints line by line. */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  const { file, args, cwd, env, signal, onLine } = order;
  const isAborted = () => signal.aborted;
  if (isAborted()) return { kind: 'aborted' };
  const isScript = isWindows && file.endsWith('.cmd'); // only a shell can start these
  const child = spawn(isScript ? quoted(file) : file, isScript ? args.map(quoted) : args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // a process group of its own, which can be ended as a whole
    shell: isScript,
  });
  const said = forwardLines(child, onLine);
  const onAbort = () => signalTree(child, 'SIGKILL');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return isAborted() ? { kind: 'aborted' } : { kind: 'ended', code, said: said() };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'not-found' };
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** For the shell of Windows, to which Node passes a line as it is. */
const quoted = (word: string): string => `"${word}"`;

/**
 * Sends a signal to a process started with `detached` and to all that it has started; on Windows it ends them.
 * Libraries such as execa would end only the process itself.
 */
export function signalTree({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (isWindows) spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
  else
    try {
      process.kill(-pid, signal);
    } catch {
      // ESRCH: it has ended by itself
    }
}
