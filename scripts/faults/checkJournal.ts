import { readFile } from 'node:fs/promises';
import type { ReviewSession } from '../../src/review/reviewSession';
import { journalFile, locateStore } from '../../src/store/location';
import { journalLines, keyOf, replayLines, type JournalLine } from './journalLines';
import { openForFaults } from './openForFaults';

/** What a journal must hold and does not, and what is wrong besides. */
export interface JournalCheck {
  readonly lost: readonly string[];
  readonly amiss: readonly string[];
}

/**
 * Looks into the file itself for what was said to be saved (`decide` by its id, else `undo ID`), and whether a review that is
 * opened now shows what a plain replay of the lines comes to.
 */
export async function checkJournal(root: string, saved: readonly string[]): Promise<JournalCheck> {
  const lines = await readLines(root);
  const found = new Set(lines.map(keyOf));
  const session = await openForFaults(root, () => 'unused');
  return { lost: saved.filter((key) => !found.has(key)), amiss: otherwiseShown(session, lines) };
}

export async function readLines(root: string): Promise<readonly JournalLine[]> {
  const location = await locateStore(root, '/nowhere');
  return journalLines(await readFile(journalFile(location), 'utf8').catch(() => '')); // none yet
}

/** What a review shows otherwise than a plain replay of the lines, in sentences. */
export function otherwiseShown(session: ReviewSession, lines: readonly JournalLine[]): readonly string[] {
  const expected = replayLines(lines);
  return session
    .shown(session.viewVersion, 0, session.counts.inView)
    .filter(({ row, decision }) => (decision?.action ?? '') !== (expected.get(row.path) ?? ''))
    .map(({ row }) => `${row.path} is not shown as the journal has it.`);
}
