import type { Journal } from '../../src/core/review/journal';
import type { JournalEntry } from '../../src/core/review/review';

/** A journal in `entries` instead of a file; there are no other windows. */
export const createMemoryJournal = (entries: JournalEntry[]): Journal => ({
  append: (entry) => {
    entries.push(entry);
    return Promise.resolve({ kind: 'added', entries: [entry] });
  },
  refresh: () => Promise.resolve({ kind: 'added', entries: [] }),
});
