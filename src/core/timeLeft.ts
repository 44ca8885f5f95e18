/** Estimates the time left from how fast work has been going lately. */
export interface TimeLeft {
  /**
   * Seconds until `done` reaches `total`, or undefined while there is too little to go by.
   * `elapsedMs` counts from any fixed moment and never decreases.
   */
  estimate(sample: {
    readonly done: number;
    readonly total: number;
    readonly elapsedMs: number;
  }): number | undefined;
}

/** Less than this, and starting up (compiling, first cache misses) dominates the measurement. */
const WARM_UP_MS = 2000;
const WARM_UP_SAMPLES = 3;
/** A sample this old counts a third (1/e) as much as a new one: long enough to be steady, short enough to follow a change. */
const MEMORY_MS = 20_000;

/** An estimator for one phase of work, as it is told of its progress. Speed is an average that fades with time. */
export function createTimeLeft(): TimeLeft {
  let first: Moment | undefined;
  let last: Moment | undefined;
  let samples = 0;
  let fadedWork = 0;
  let fadedMs = 0;
  return {
    estimate({ done, total, elapsedMs }) {
      first ??= { done, elapsedMs };
      if (last !== undefined) {
        const ms = elapsedMs - last.elapsedMs;
        const fading = Math.exp(-ms / MEMORY_MS);
        fadedWork = fadedWork * fading + (done - last.done);
        fadedMs = fadedMs * fading + ms;
      }
      last = { done, elapsedMs };
      samples++;
      if (done >= total) return 0;
      const isWarm = samples > WARM_UP_SAMPLES && elapsedMs - first.elapsedMs >= WARM_UP_MS;
      return isWarm && fadedWork > 0 ? ((total - done) * fadedMs) / fadedWork / 1000 : undefined;
    },
  };
}

interface Moment {
  readonly done: number;
  readonly elapsedMs: number;
}
