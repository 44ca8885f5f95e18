import { describeProgress, progressShare01 } from '../core/words/describeProgress';
import { ENGLISH } from '../core/words/message';
import type { Progress } from '../core/run/progress';
import type { CommandIo } from './commandIo';

/** Shows progress on stderr: one line that overwrites itself in a terminal, a line per tenth otherwise. */
export function createProgressLine(io: CommandIo): { show(progress: Progress): void; end(): void } {
  let lastKey = '';
  let dirty = false;
  const end = () => {
    if (dirty) io.writeError('\n');
    dirty = false;
  };
  return {
    show: (progress) => {
      const line = describeProgress(progress, ENGLISH);
      if (io.isTerminal) {
        io.writeError(`\r${line}\x1b[K`);
        dirty = true;
        return;
      }
      const key = `${progress.phase} ${Math.floor(10 * (progressShare01(progress) ?? 0))}`;
      if (key !== lastKey) io.writeError(`${line}\n`);
      lastKey = key;
    },
    end,
  };
}
