import type { CommandIo } from './commandIo';
import { counted } from './counted';

/** How many lines are named before the rest are only counted. */
const NAMED = 10;

/** Tells which lines of a journal cannot be read; none of them counts. */
export function warnIgnored(problems: readonly string[], { say }: Pick<CommandIo, 'say'>): void {
  for (const problem of problems.slice(0, NAMED)) say('warning', `ignored ${problem}`);
  if (problems.length > NAMED)
    say('warning', `ignored ${counted(problems.length - NAMED, 'more line')} of it`);
}
