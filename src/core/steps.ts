/** Long work is an async generator: it yields how far it is and returns its result. */

/** The same work, yielding what `toStep` makes of each step. Giving up this generator ends the inner one. */
export async function* mapSteps<From, To, R>(
  steps: AsyncGenerator<From, R>,
  toStep: (step: From) => To,
): AsyncGenerator<To, R> {
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return step.value;
      yield toStep(step.value);
    }
  } finally {
    await steps.return(undefined as R); // nobody sees the result of work that has ended or is given up
  }
}

/** Does the work to its end. @returns its result. */
export async function runSteps<Step, R>(
  steps: AsyncGenerator<Step, R>,
  onStep: (step: Step) => void | Promise<void> = () => undefined,
): Promise<R> {
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return step.value;
      await onStep(step.value);
    }
  } finally {
    await steps.return(undefined as R); // as above
  }
}
