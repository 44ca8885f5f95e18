/** So long a thread may be busy before others have a turn: nobody notices. */
const TURN_MS = 10;

/** Does work that offers to pause by `yield`; now and then the thread goes on with what waits: keys, messages, timers. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  let begunMs = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - begunMs < TURN_MS) continue;
    await nextTurn();
    begunMs = performance.now();
  }
}

/** Lets what waits go first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
