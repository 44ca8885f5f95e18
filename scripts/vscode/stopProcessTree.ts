import { spawnSync, type ChildProcess } from 'node:child_process';

const GRACE_MS = 5_000;

/**
 * Stops a process started with `detached: true` and everything it started: SIGTERM, then SIGKILL for what is left.
 * code-server's own children can outlive it by many seconds, so the group gets the SIGKILL in any case.
 */
export async function stopProcessTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  if (!hasExited) {
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(pid, 'SIGTERM');
    await Promise.race([exited, deadline(GRACE_MS)]);
  }
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing of the group is left
  }
}

function deadline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
