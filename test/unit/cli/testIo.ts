import type { CommandIo } from '../../../src/cli/commandIo';
import type { ProgressStyle } from '../../../src/cli/progress/progressStyle';
import { createReporter } from '../../../src/cli/progress/createReporter';
import type { ErrorStream } from '../../../src/cli/progress/reporter';

export interface TestIo {
  readonly io: CommandIo;
  /** Everything that went to standard error, and to standard output. */
  readonly said: () => string;
  readonly printed: () => string;
}

/** A command's way out, kept for looking at; by default as without a terminal. */
export function createTestIo({
  style,
  signal = new AbortController().signal,
  onWrite = () => undefined,
  ...stream
}: Partial<ErrorStream> & {
  readonly style?: ProgressStyle;
  readonly signal?: AbortSignal;
  readonly onWrite?: (text: string) => void;
} = {}): TestIo {
  let said = '';
  let printed = '';
  const write = (text: string) => {
    said += text;
    onWrite(text);
  };
  const errors = { write, isTerminal: false, columns: () => undefined, now: () => 0, ...stream };
  const io = {
    ...createReporter(errors, style, {}),
    writeOut: (text: string) => Promise.resolve(void (printed += text)),
    environment: {},
    signal,
  };
  return { io, said: () => said, printed: () => printed };
}
