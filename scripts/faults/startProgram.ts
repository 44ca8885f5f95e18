import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Rng } from '../../src/core/rng';

/** How a program has ended. */
export interface Ended {
  /** Null for one that was killed. */
  readonly code: number | null;
  readonly stdout: string;
  /** The whole lines of it. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

export interface Program {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  /** As a power cut does it. */
  readonly kill: () => void;
  /** Writes a line to its standard input. */
  readonly say: (line: string) => void;
  /** Calls back with each whole line on stdout as it comes. */
  readonly onLine: (listener: (line: string) => void) => void;
}

/** Starts Node with these arguments. */
export function startProgram(args: readonly string[]): Program {
  const child = spawn(process.execPath, args, { stdio: 'pipe' });
  child.stdin.on('error', () => undefined); // it has ended, as `ended` says
  let [stdout, stderr] = ['', ''];
  const lines: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    const whole = (rest + chunk.toString()).split('\n');
    rest = whole.pop() ?? '';
    lines.push(...whole);
    for (const line of whole) for (const listener of listeners) listener(line);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]): Ended => {
    return { code: typeof code === 'number' ? code : null, stdout, lines, stderr };
  });
  return {
    pid: child.pid,
    ended,
    kill: () => child.kill('SIGKILL'),
    say: (line) => child.stdin.write(`${line}\n`),
    onLine: (listener) => listeners.push(listener),
  };
}

/** Killed up to this much later than it would end undisturbed, which some then do. */
export const LATEST_KILL = 1.1;

/** Starts programs that are killed at any moment of their lives, which this first one is to show the length of. */
export async function measureKills(args: readonly string[], rng: Rng): Promise<() => Promise<Ended>> {
  const start = performance.now();
  await startProgram(args).ended;
  const lifeMs = performance.now() - start;
  return async () => {
    const program = startProgram(args);
    const timer = setTimeout(program.kill, rng.next01() * lifeMs * LATEST_KILL);
    const ended = await program.ended;
    clearTimeout(timer);
    return ended;
  };
}
