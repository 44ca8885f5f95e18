import type { Progress } from '../../core/run/progress';
import { createPhaseTimes } from './phaseTimes';
import type { ErrorStream, Reporter } from './reporter';

/** Programs need no more often, and large logs help nobody. */
const LEAST_MS = 500;

type WriteObject = (content: { readonly type: string } & Readonly<Record<string, unknown>>) => void;

/**
 * One JSON object a line, for programs that follow a command. Every object has a `type`; the keys of each type are always
 * there, `null` where nothing is known, and more may be added. `docs/command-line.md` lists them.
 */
export function createJsonReporter({ write, now }: ErrorStream): Reporter {
  let about: { readonly task?: string } = {};
  const line: WriteObject = (content) => write(`${JSON.stringify({ ...content, ...about })}\n`);
  return {
    say: (type, message) => line({ type, message }),
    sayError: (code, message) => line({ type: 'error', code, message }),
    sayDetail: (message) => line({ type: 'info', message: message.trimEnd() }),
    progress: { isFleeting: true, show: createShow(line, now), end: () => undefined },
    beginTask: (task) => {
      about = { task };
    },
    close: (exitCode) => line({ type: 'done', exitCode }),
  };
}

/** The first and the last of each phase, and what comes between now and then. */
function createShow(line: WriteObject, now: () => number) {
  const secondsLeftOf = createPhaseTimes(now);
  let last: { readonly phase: string; readonly atMs: number } | undefined;
  return (progress: Progress): void => {
    const { phase } = progress;
    const secondsLeft = secondsLeftOf(progress);
    const { done, total } = doneOf(progress);
    const isDue = last?.phase !== phase || now() - last.atMs >= LEAST_MS;
    if (!isDue && (total === undefined || done !== total)) return;
    last = { phase, atMs: now() };
    line({
      type: 'progress',
      phase,
      done: done ?? null,
      total: total ?? null,
      secondsLeft: secondsLeft === undefined ? null : Math.round(secondsLeft),
    });
  };
}

function doneOf(progress: Progress): {
  readonly done?: number | undefined;
  readonly total?: number | undefined;
} {
  return progress.phase === 'discover' ? { done: progress.images } : progress;
}
