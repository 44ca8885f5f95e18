import type { Message } from '../words/message';
import type { JournalEntry } from './review';

/** What has become of a journal since the last look. */
export interface JournalNews {
  /**
   * `added`: `entries` have come after those that were known. `replaced`: what was known is no longer what it begins with, as
   * after a checkout, a merge or by an editor; `entries` are all that it holds now.
   */
  readonly kind: 'added' | 'replaced';
  readonly entries: readonly JournalEntry[];
}

/** Where the decisions about a dataset are kept for good: append-only, and shared by all windows. */
export interface Journal {
  /** Why nothing can be appended as long as git has left a merge unfinished in it; undefined otherwise. */
  readonly conflict?: Message | undefined;
  /**
   * Resolves once the entry is safe, with all that is new since the last look: entries of other windows first, this one
   * last.
   * @throws AppError `store-unwritable`, `journal-conflict`.
   */
  append(entry: JournalEntry): Promise<JournalNews>;
  /** What others have done to it since the last look. */
  refresh(): Promise<JournalNews>;
}
