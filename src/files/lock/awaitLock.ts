import { setTimeout } from 'node:timers/promises';
import { acquireLock, type LockAttempt } from './lock';

interface AwaitOptions {
  /** Told once when there is something to wait for. */
  readonly onWait: () => void;
  readonly signal: AbortSignal;
  /** Between two looks, in milliseconds. */
  readonly lookMs?: number;
}

const LOOK_MS = 1000;

/**
 * Takes a lock as `acquireLock` does, but does not take a holder on another computer for alive because its lock is young: waits
 * for its next sign of life, and takes over the lock of one that gives none for a minute.
 * @throws AppError `store-unwritable`; the signal's error after an abort.
 */
export async function awaitLock(
  file: string,
  { onWait, signal, lookMs = LOOK_MS }: AwaitOptions,
): Promise<LockAttempt> {
  let beatMs: number | undefined;
  for (;;) {
    const attempt = await acquireLock(file);
    if (attempt.status === 'held' || attempt.holder.isSeen) return attempt;
    if (beatMs !== undefined && beatMs !== attempt.holder.beatMs) return attempt;
    if (beatMs === undefined) onWait();
    ({ beatMs } = attempt.holder);
    await setTimeout(lookMs, undefined, { signal });
  }
}
