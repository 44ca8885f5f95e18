/** What a task needs of the program that works on it. */
export interface TaskTools {
  /** The folder of the built program, with its workers and wasm files. */
  readonly programFolder: string;
  /** The folder into which optional packages have been installed. */
  readonly packagesFolder: string | undefined;
  /** Threads that a task may use. */
  readonly threads: number;
  readonly now: () => Date;
  readonly log: (message: string) => void;
  readonly signal: AbortSignal;
}
