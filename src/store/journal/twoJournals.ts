import { AppError } from '../../core/appError';
import type { JournalNews } from '../../core/review/journal';
import { mergeByTime } from '../../core/review/mergeByTime';
import type { JournalEntry } from '../../core/review/review';
import { SerialQueue } from '../../core/serialQueue';
import type { Message } from '../../core/words/message';
import type { JournalFile } from './journal';

/**
 * The journals of a dataset's two stores as one, in the order of time: the one is written, the other, of when the dataset was
 * read-only or of before that, is only read.
 */
export async function joinJournals(own: JournalFile, other: JournalFile): Promise<JournalFile> {
  const journal = new TwoJournals(own, other);
  await journal.refresh();
  return journal;
}

class TwoJournals implements JournalFile {
  private readonly own: JournalFile;
  private readonly other: JournalFile;
  private merged: JournalEntry[] = [];
  /** Whether the other one has entries that are not merged yet. */
  private isOtherNew = false;
  /** Why the other one cannot be read at the moment. */
  private whyUnread: string | undefined;
  private readonly queue = new SerialQueue();

  constructor(own: JournalFile, other: JournalFile) {
    this.own = own;
    this.other = other;
  }

  get entries(): readonly JournalEntry[] {
    return this.merged;
  }

  get problems(): readonly string[] {
    const ofOther = this.whyUnread === undefined ? this.other.problems : [this.whyUnread];
    return [...this.own.problems, ...ofOther];
  }

  get conflict(): Message | undefined {
    return this.own.conflict;
  }

  append(entry: JournalEntry): Promise<JournalNews> {
    return this.queue.add(() => this.collectNews(() => this.own.append(entry)));
  }

  refresh(): Promise<JournalNews> {
    return this.queue.add(() => this.collectNews(() => this.own.refresh()));
  }

  private async collectNews(work: () => Promise<JournalNews>): Promise<JournalNews> {
    await this.lookAtOther();
    const ofOwn = await work();
    if (!this.isOtherNew && ofOwn.kind === 'added') {
      this.merged.push(...ofOwn.entries);
      return ofOwn;
    }
    this.merged = mergeByTime(this.own.entries, this.other.entries);
    this.isOtherNew = false;
    return { kind: 'replaced', entries: this.merged.slice() };
  }

  private async lookAtOther(): Promise<void> {
    try {
      const { kind, entries } = await this.other.refresh();
      this.whyUnread = undefined;
      if (kind === 'replaced' || entries.length > 0) this.isOtherNew = true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.whyUnread = error.message;
    }
  }
}
