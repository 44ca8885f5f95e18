import type { CommandIo } from '../commandIo';

/** Everything that a command tells beside its data. */
export interface Reporter extends Pick<CommandIo, 'say' | 'sayError' | 'progress' | 'beginTask'> {
  /** What belongs to an error, for the person: a stack, a hint. */
  readonly sayDetail: (text: string) => void;
  /** The command is over. */
  readonly close: (exitCode: number) => void;
}

/** Standard error, as the entry file finds it. */
export interface ErrorStream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Width of the terminal at this moment; undefined where it cannot be told. */
  readonly columns: () => number | undefined;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}
