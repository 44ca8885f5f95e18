import { ScriptError } from './scriptError';

/** The one error boundary of a script: a `ScriptError` prints as its sentence, a bug keeps its stack. */
export function runMain(main: () => Promise<number>): void {
  main().then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      console.error(error instanceof ScriptError ? error.message : error);
      process.exitCode = 1;
    },
  );
}
