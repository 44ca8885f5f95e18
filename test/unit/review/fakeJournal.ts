import type { JournalEntry } from '../../../src/core/review/review';
import type { JournalFile } from '../../../src/store/journal/journal';

/** A journal in memory: the file that several windows share. */
export class FakeJournalFile {
  readonly lines: JournalEntry[] = [];
  /** What happened, in order, for tests about order. */
  readonly events: string[] = [];
  /** The next append fails like a full disk. */
  failNext: Error | undefined;

  /** A window's own reader of the file. */
  open(): JournalFile {
    const read = this.lines.slice();
    const takeNew = () => {
      const added = this.lines.slice(read.length);
      read.push(...added);
      return { kind: 'added' as const, entries: added };
    };
    return {
      entries: read,
      problems: [],
      append: async (entry) => {
        this.events.push('append');
        // Two turns of the event loop: a write and a flush.
        await Promise.resolve();
        const failure = this.failNext;
        this.failNext = undefined;
        if (failure !== undefined) throw failure;
        this.lines.push(entry);
        await Promise.resolve();
        this.events.push('flushed');
        return takeNew();
      },
      refresh: () => Promise.resolve(takeNew()),
    };
  }
}
