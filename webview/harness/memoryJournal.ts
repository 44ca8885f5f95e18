import type { Journal } from '../../src/core/review/journal';
import type { JournalEntry } from '../../src/core/review/review';

/** A journal in `entries` instead of a file; what others push there is news. */
export function createMemoryJournal(entries: JournalEntry[]): Journal {
  let known = entries.length;
  const news = () => {
    const added = entries.slice(known);
    known = entries.length;
    return Promise.resolve({ kind: 'added', entries: added } as const);
  };
  return {
    append: (entry) => {
      entries.push(entry);
      return news();
    },
    refresh: news,
  };
}
