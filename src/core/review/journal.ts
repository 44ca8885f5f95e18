import type { JournalEntry } from './review';

/** Where the decisions about a dataset are kept for good: append-only, and shared by all windows. */
export interface Journal {
  /**
   * Resolves once the entry is safe, with every entry that is new since the last look: those of other windows first, this
   * one last.
   * @throws AppError `store-unwritable`.
   */
  append(entry: JournalEntry): Promise<readonly JournalEntry[]>;
  /** Entries that other windows have added since the last look. */
  refresh(): Promise<readonly JournalEntry[]>;
}
