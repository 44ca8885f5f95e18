export interface ParallelOptions {
  readonly count: number;
  /** Tasks in progress at the same time. */
  readonly parallel: number;
  /** Report after this many tasks. */
  readonly every: number;
  readonly signal: AbortSignal;
}

/**
 * Runs `task(0)` … `task(count - 1)`, several at a time, and yields how many are done: every `every` tasks, and
 * `count` at the end. When a task throws, the signal aborts or the consumer stops, no further task starts, and those
 * in progress are awaited first (p-map leaves them running, and tells nothing of how far they are).
 */
export async function* inParallel(
  { count, parallel, every, signal }: ParallelOptions,
  task: (index: number) => Promise<void>,
): AsyncGenerator<number, void> {
  let next = 0;
  let done = 0;
  let stopped = false;
  let report: () => void = () => undefined;
  let reported = nextReport();

  function nextReport(): Promise<void> {
    return new Promise((resolve) => (report = resolve));
  }

  const runTasks = async (): Promise<void> => {
    while (next < count && !stopped) {
      signal.throwIfAborted();
      await task(next++);
      if (++done % every === 0) report();
    }
  };
  const runners = Array.from({ length: Math.max(1, Math.min(parallel, count)) }, runTasks);
  const all = Promise.all(runners);
  // A failure while the consumer is busy must not count as unhandled: `race` below still sees it.
  all.catch(() => undefined);
  try {
    while (done < count) {
      await Promise.race([reported, all]);
      reported = nextReport();
      if (done < count) yield done;
    }
    await all;
    signal.throwIfAborted();
    yield count;
  } finally {
    stopped = true;
    await Promise.allSettled(runners);
  }
}
