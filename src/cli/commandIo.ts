/** What a command may touch of the process it runs in. */
export interface CommandIo {
  /** Data for the next program. */
  readonly writeOut: (text: string) => Promise<void>;
  /** Progress and messages for the person. */
  readonly writeError: (text: string) => void;
  /** Whether a person is watching stderr, so that progress can overwrite its line. */
  readonly isTerminal: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Exit statuses that scripts rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, tooMany: 3, cancelled: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command that was interrupted before it wrote anything. */
export function cancelled(io: CommandIo): ExitCode {
  io.writeError('Cancelled; nothing was written.\n');
  return EXIT.cancelled;
}
