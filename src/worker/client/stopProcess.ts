import type { ChildProcess } from 'node:child_process';

/** Steps from asking to forcing: closing the channel (the child exits on `disconnect`), SIGTERM, SIGKILL. */
const STEP_MS = 150;

/** Ends a child process; resolves when it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.disconnect();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (await endsWithin(ended, STEP_MS)) return;
    child.kill(signal);
  }
  await ended;
}

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function endsWithin(ended: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const won = await Promise.race([ended.then(() => true), timeout]);
  clearTimeout(timer);
  return won;
}
