import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How many of the last lines are searched for the reason of a failure. */
const KEPT_LINES = 100;

/**
 * Passes on what a process prints, line by line and without the empty ones. The returned function gives the line that
 * best says why the process failed.
 */
export function forwardLines(child: ChildProcess, onLine: (line: string) => void): () => string {
  const last: string[] = [];
  for (const input of [child.stdout, child.stderr])
    // Lines end at a carriage return, too: progress bars return to the start of their line.
    if (input !== null)
      createInterface({ input }).on('line', (line) => {
        if (line.trim() === '') return;
        onLine(line.trimEnd());
        last.push(line.trim());
        if (last.length > KEPT_LINES) last.shift();
      });
  // Node prints `SomeError: message` and then the stack; without one, the last line has to do.
  return () => last.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? last.at(-1) ?? '';
}
