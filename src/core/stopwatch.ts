import type { RunSeconds } from './run/run';

/** Times the phases of a run. */
export interface Stopwatch {
  readonly startedAt: Date;
  /** Ends a phase. It has taken the seconds since the phase before it ended. */
  lap(phase: Exclude<keyof RunSeconds, 'total'>): void;
  seconds(): RunSeconds;
}

/** Starts a stopwatch on the clock `now`. */
export function createStopwatch(now: () => Date): Stopwatch {
  const startedAt = now();
  const seconds = { discover: 0, decode: 0, train: 0, detect: 0 };
  let lastMs = startedAt.getTime();
  return {
    startedAt,
    lap: (phase) => {
      const nowMs = now().getTime();
      seconds[phase] = (nowMs - lastMs) / 1000;
      lastMs = nowMs;
    },
    seconds: () => ({ ...seconds, total: (now().getTime() - startedAt.getTime()) / 1000 }),
  };
}
