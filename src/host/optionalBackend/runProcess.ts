import { spawn, type ChildProcess } from 'node:child_process';

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
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // a process group of its own, which can be ended as a whole
    shell: isWindows && file.endsWith('.cmd'), // only a shell can start these
  });
  const said = forwardLines(child, onLine);
  const onAbort = () => endTree(child);
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

/** The returned function gives the last line with an error on it, else the last line. */
function forwardLines(child: ChildProcess, onLine: (line: string) => void): () => string {
  let last = '';
  let lastError: string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      // Progress bars return to the start of their line.
      const lines = (rest + chunk).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines.filter((each) => each.trim() !== '')) {
        last = line.trim();
        if (/^\w*Error\b.*: /.test(last)) lastError = last; // as Node prints them
        onLine(last);
      }
    });
  }
  return () => lastError ?? last;
}

function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows) spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
  else
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // ESRCH: it has ended by itself
    }
}
