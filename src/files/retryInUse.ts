import { setTimeout as wait } from 'node:timers/promises';
import { systemErrorCode } from '../core/systemErrorCode';

/** What Windows says of a file that another program has open, or that is about to go: mostly a virus scanner or an indexer. */
const IN_USE: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Such programs let go within some hundred milliseconds. What is still refused then is so for good. */
const LONGEST_MS = 2000;
const LONGEST_PAUSE_MS = 100;
const PAUSE_STEP_MS = 10;

export interface RetryOptions {
  readonly platform?: NodeJS.Platform;
  readonly longestMs?: number;
}

/**
 * Renames, removes or opens a file; on Windows again and again for two seconds while it is in use. Elsewhere an open file may be
 * renamed and removed, and a refusal is final.
 * @throws what the last attempt has thrown
 */
export async function retryInUse<T>(
  action: () => Promise<T>,
  { platform = process.platform, longestMs = LONGEST_MS }: RetryOptions = {},
): Promise<T> {
  const begunMs = performance.now();
  for (let pauseMs = PAUSE_STEP_MS; ; pauseMs = Math.min(pauseMs + PAUSE_STEP_MS, LONGEST_PAUSE_MS)) {
    try {
      return await action();
    } catch (error) {
      const isInUse = platform === 'win32' && IN_USE.has(systemErrorCode(error) ?? '');
      if (!isInUse || performance.now() - begunMs >= longestMs) throw error;
    }
    await wait(pauseMs);
  }
}
