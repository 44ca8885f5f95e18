import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { completeEntry } from '../core/review/completeEntry';
import type { Journal } from '../core/review/journal';
import { parseJournalLine, type JournalEntry } from '../core/review/review';
import { ReviewLog } from '../core/review/reviewLog';
import { SerialQueue } from '../core/serialQueue';
import { systemErrorCode } from '../core/systemErrorCode';
import { unwritable } from '../files/atomicWrite';
import { NO_FOLLOW, refusedLink } from '../files/noFollow';
import { readSubjects } from './decidedSubjects';
import { journalFile, type StoreLocation } from './location';
import type { Run } from './openRun';

/** The journal of one dataset on disk: one JSON object a line, flushed. The file is the truth. */
export interface JournalFile extends Journal {
  /** Everything read so far, in file order. */
  readonly entries: readonly JournalEntry[];
  /** Lines that are not journal entries, in words. They stay in the file untouched. */
  readonly problems: readonly string[];
}

/** Reads the journal at `file`; an absent file is an empty journal, created by the first `append`. */
export async function openJournal(file: string): Promise<JournalFile> {
  const journal = new FileOfDecisions(file);
  await journal.refresh();
  return journal;
}

/**
 * Opens the journal of a dataset and replays it: what has been decided, and (`journal.problems`) what cannot be read. From
 * the runs it knows what lines of older versions are about.
 */
export async function replayJournal(
  location: Pick<StoreLocation, 'folder'>,
  runs: readonly Run[],
): Promise<{ readonly journal: JournalFile; readonly log: ReviewLog }> {
  const journal = await openJournal(journalFile(location));
  const subjectOf = await readSubjects(journal.entries, runs);
  const log = new ReviewLog();
  for (const entry of journal.entries) log.apply(completeEntry(entry, subjectOf));
  return { journal, log };
}

/** As `a+`. */
const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | NO_FOLLOW;
const NEWLINE = 0x0a;

class FileOfDecisions implements JournalFile {
  readonly entries: JournalEntry[] = [];
  readonly problems: string[] = [];
  private readonly file: string;
  /** Bytes read so far: always just after a newline. */
  private offset = 0;
  private lines = 0;
  /** Appends and reads happen one after the other. */
  private readonly queue = new SerialQueue();

  constructor(file: string) {
    this.file = file;
  }

  append(entry: JournalEntry): Promise<readonly JournalEntry[]> {
    return this.queue.add(async () => {
      try {
        const handle = await this.openToAppend();
        try {
          // A torn last line (killed while writing) must not swallow this one.
          const separator = (await endsInsideLine(handle)) ? '\n' : '';
          await handle.appendFile(`${separator}${JSON.stringify(entry)}\n`);
          await handle.datasync();
          return await this.readNew(handle);
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw systemErrorCode(cause) === 'ELOOP'
          ? refusedLink(this.file, cause)
          : unwritable(this.file, cause);
      }
    });
  }

  refresh(): Promise<readonly JournalEntry[]> {
    return this.queue.add(async () => {
      let handle: FileHandle;
      try {
        handle = await open(this.file, constants.O_RDONLY | NO_FOLLOW);
      } catch (error) {
        const code = systemErrorCode(error);
        if (code === 'ENOENT') return [];
        throw code === 'ELOOP' ? refusedLink(this.file, error) : error;
      }
      try {
        return await this.readNew(handle);
      } finally {
        await handle.close();
      }
    });
  }

  private async openToAppend(): Promise<FileHandle> {
    try {
      return await open(this.file, APPEND);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
      await mkdir(path.dirname(this.file), { recursive: true });
      return open(this.file, APPEND);
    }
  }

  /** Reads complete lines after `offset`; a last line without its newline is left for the next look. */
  private async readNew(handle: FileHandle): Promise<JournalEntry[]> {
    const { size } = await handle.stat();
    if (size <= this.offset) return [];
    const bytes = Buffer.alloc(size - this.offset);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.offset);
    const end = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
    const added: JournalEntry[] = [];
    for (const line of bytes.toString('utf8', 0, end).split('\n').slice(0, -1)) {
      this.lines++;
      if (line.trim() === '') continue;
      const entry = parseJournalLine(line);
      if ('problem' in entry) this.problems.push(`${this.file}, line ${this.lines}: ${entry.problem}`);
      else added.push(entry);
    }
    this.offset += end;
    for (const entry of added) this.entries.push(entry);
    return added;
  }
}

async function endsInsideLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}
