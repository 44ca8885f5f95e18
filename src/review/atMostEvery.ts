/** Work that may be asked for often and done rarely. */
export interface Throttled {
  /** Does the work when the interval from now is over, or earlier where it is asked for already. */
  readonly ask: () => void;
  readonly dispose: () => void;
}

/**
 * What is asked for meanwhile is done once, at the end of the interval: the last state is never missed. Never at once: who
 * asks may have something more urgent to do, such as to say that a decision is saved.
 */
export function atMostEvery(intervalMs: number, work: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, intervalMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
