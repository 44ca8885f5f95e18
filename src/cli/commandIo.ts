import type { Progress } from '../core/run/progress';

/** What a sentence is, beside an error: told apart by words, by colours and, for machines, by name. */
export type SaidKind = 'info' | 'note' | 'warning';

/** Shows how far the work is. */
export interface ProgressDisplay {
  /** Whether what is shown leaves no lines behind, so that work of a moment may be shown, too. */
  readonly isFleeting: boolean;
  readonly show: (progress: Progress) => void;
  /** The work is over. */
  readonly end: () => void;
}

/** What a command may touch of the process it runs in. */
export interface CommandIo {
  /** Data for the next program. */
  readonly writeOut: (text: string) => Promise<void>;
  /** Tells the person a sentence, beside the data. */
  readonly say: (kind: SaidKind, sentence: string) => void;
  /** Tells why the command fails; the code is for machines. */
  readonly sayError: (code: string, sentence: string) => void;
  readonly progress: ProgressDisplay;
  /** From now on it is told which task everything is about, to programs. */
  readonly beginTask: (id: string) => void;
  /** Asks the person something to be answered by yes or no; undefined where nobody can answer. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Exit statuses that scripts rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, tooMany: 3, cancelled: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command that was interrupted, before it wrote anything if nothing else is said. */
export function cancelled(io: CommandIo, what = 'nothing was written'): ExitCode {
  io.say('info', `Cancelled; ${what}.`);
  return EXIT.cancelled;
}
