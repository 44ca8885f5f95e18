/** Work that may be asked for often and done rarely. */
export interface Throttled {
  /** Does the work now, or when the interval since the last time is over. */
  readonly ask: () => void;
  readonly dispose: () => void;
}

/** What is asked for meanwhile is done once, at the end of the interval: the last state is never missed. */
export function atMostEvery(intervalMs: number, work: () => void): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isAsked) run();
    }, intervalMs);
    work();
  };
  return {
    ask: () => {
      if (timer === undefined) run();
      else isAsked = true;
    },
    dispose: () => {
      clearTimeout(timer);
      isAsked = false;
    },
  };
}
