import type { CommandIo } from './commandIo';
import { counted } from './counted';

/** How many lines are named before the rest are only counted. */
const NAMED = 10;

/** Tells which lines of a journal cannot be read; none of them counts. */
export function warnIgnored(
  problems: readonly string[],
  { writeError }: Pick<CommandIo, 'writeError'>,
): void {
  for (const problem of problems.slice(0, NAMED)) writeError(`Warning: ignored ${problem}\n`);
  if (problems.length > NAMED)
    writeError(`Warning: ignored ${counted(problems.length - NAMED, 'more line')} of it\n`);
}
