import { readFile } from 'node:fs/promises';
import { journalFile, locateStore } from '../../src/store/location';
import { openForFaults } from './openForFaults';

/** What a journal must hold, and does. */
export interface JournalCheck {
  readonly lost: readonly string[];
  readonly amiss: readonly string[];
}

/**
 * Looks into the file itself for what was said to be saved (`decide` by its id, else `undo ID`), and whether a review that is
 * opened now shows what a plain replay of the lines comes to.
 */
export async function checkJournal(root: string, saved: readonly string[]): Promise<JournalCheck> {
  const location = await locateStore(root, '/nowhere');
  const text = await readFile(journalFile(location), 'utf8').catch(() => '');
  const entries = text.split('\n').flatMap(parse);
  const found = new Set(
    entries.map((entry) => (entry.type === 'decide' ? entry.id : `${entry.type} ${entry.of}`)),
  );
  const expected = replay(entries);
  const session = await openForFaults(root, () => 'unused');
  const shown = session.shown(session.viewVersion, 0, session.counts.suspects);
  const amiss = shown
    .filter(({ row, decision }) => (decision?.action ?? '') !== (expected.get(row.path) ?? ''))
    .map(({ row }) => `${row.path} is not shown as the journal has it.`);
  return { lost: saved.filter((key) => !found.has(key)), amiss };
}

/** The lines of the journal, as far as is looked at here. */
interface Line {
  readonly type: string;
  readonly id?: string;
  readonly of?: string;
  readonly decisions?: readonly { readonly path: string; readonly decision: { readonly action: string } }[];
}

function parse(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line]; // written by the program that is tested
  } catch {
    return []; // cut off by a kill
  }
}

/** The action about each image: that of the last step that is not undone. */
function replay(entries: readonly Line[]): ReadonlyMap<string, string> {
  const undone = new Set(entries.filter(({ type }) => type === 'undo').map(({ of }) => of));
  const actions = new Map<string, string>();
  for (const { id, decisions } of entries)
    if (!undone.has(id)) for (const { path, decision } of decisions ?? []) actions.set(path, decision.action);
  return actions;
}
