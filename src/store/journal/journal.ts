import { constants } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../core/appError';
import { atOnce } from '../../core/atOnce';
import type { Journal, JournalNews } from '../../core/review/journal';
import type { JournalEntry } from '../../core/review/review';
import { SerialQueue } from '../../core/serialQueue';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import { unwritable } from '../../files/atomicWrite';
import { makeFolder } from '../../files/makeFolder';
import { inTurns } from '../../files/inTurns';
import { openNoFollow, refusedLink } from '../../files/noFollow';
import { isSameFile, isSameVersion, versionOf, type FileVersion } from '../fileVersion';
import { JournalText } from './journalText';

/** The journal of one dataset on disk: one JSON object a line, flushed. The file is the truth. */
export interface JournalFile extends Journal {
  /** Everything read so far, in file order. */
  readonly entries: readonly JournalEntry[];
  /** Lines that are not journal entries, in words. They stay in the file untouched. */
  readonly problems: readonly string[];
}

/** Reads the journal at `file`; an absent file is an empty journal, created by the first `append`. */
export async function openJournal(file: string): Promise<JournalFile> {
  const journal = createJournal(file);
  await journal.refresh();
  return journal;
}

/** The same, not read yet. */
export const createJournal = (file: string): JournalFile => new FileOfDecisions(file);

/** As `a+`. */
const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
/** How often it is tried to write while others change the file: other windows that decide at the same time, above all. */
const MOST_ATTEMPTS = 20;
/** A young file is read again up to this size, which takes a millisecond; in a larger one the chance is taken. */
const MOST_BYTES_AGAIN = 1 << 20;

class FileOfDecisions implements JournalFile {
  private readonly file: string;
  private text: JournalText;
  /** What the news so far have told: the first `count` entries of `text`. */
  private told: { readonly text: JournalText; readonly count: number };
  /** Of the file when it was last looked at; undefined where there was none. */
  private version: FileVersion | undefined;
  /** Appends and reads happen one after the other. */
  private readonly queue = new SerialQueue();

  constructor(file: string) {
    this.file = file;
    this.text = new JournalText(file);
    this.told = { text: this.text, count: 0 };
  }

  get entries(): readonly JournalEntry[] {
    return this.text.entries;
  }

  get problems(): readonly string[] {
    return this.text.problems;
  }

  get conflict(): Message | undefined {
    const line = this.text.conflictLine;
    return line === undefined ? undefined : message('journal-conflict', { file: this.file, line: `${line}` });
  }

  append(entry: JournalEntry): Promise<JournalNews> {
    return this.queue.add(() => this.collectNews(() => this.write(entry)));
  }

  refresh(): Promise<JournalNews> {
    return this.queue.add(() => this.collectNews(() => this.look()));
  }

  /** What is read by work that fails is told with the next news. */
  private async collectNews(work: () => Promise<void>): Promise<JournalNews> {
    await work();
    const { text, count } = this.told;
    const { entries } = this.text;
    this.told = { text: this.text, count: entries.length };
    // Other bytes may say the same, such as other ends of lines.
    const goesOn =
      this.text === text || isDeepStrictEqual(entries.slice(0, count), text.entries.slice(0, count));
    return goesOn
      ? { kind: 'added', entries: entries.slice(count) }
      : { kind: 'replaced', entries: entries.slice() };
  }

  /** Reads what has changed since the last look. */
  private async look(): Promise<void> {
    const handle = await this.openToRead();
    if (handle === undefined) {
      if (this.text.length > 0) this.text = new JournalText(this.file);
      this.version = undefined;
      return;
    }
    try {
      const version = await versionOf(handle);
      const isKnown = this.version !== undefined && isSameVersion(this.version, version);
      const isSure = this.version?.isYoung === false || version.size > MOST_BYTES_AGAIN;
      if (isKnown && isSure) return;
      const bytes = await handle.readFile();
      const goesOn =
        this.text.isStartOf(bytes) && (await inTurns(this.text.add(bytes.subarray(this.text.length))));
      if (!goesOn) {
        this.text = new JournalText(this.file);
        await inTurns(this.text.add(bytes));
      }
      this.version = version;
    } catch (cause) {
      throw this.unreadable(cause);
    } finally {
      await handle.close();
    }
  }

  /** Undefined where there is no file. */
  private async openToRead(): Promise<FileHandle | undefined> {
    try {
      return await openNoFollow(this.file, constants.O_RDONLY);
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw this.unreadable(cause);
    }
  }

  private async write(entry: JournalEntry): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      await this.look();
      const { conflict } = this;
      if (conflict !== undefined) throw new AppError('journal-conflict', conflict);
      try {
        if (await this.tryToWrite(entry)) return;
      } catch (cause) {
        throw systemErrorCode(cause) === 'ELOOP'
          ? refusedLink(this.file, cause)
          : unwritable(this.file, cause);
      }
    }
    throw new AppError('store-unwritable', message('journal-busy', { file: this.file }));
  }

  /** @returns false where another program has changed the file meanwhile, and the entry is not in it. */
  private async tryToWrite(entry: JournalEntry): Promise<boolean> {
    const handle = await this.openToAppend();
    try {
      const before = await versionOf(handle);
      if (!(await this.isAsRead(handle, before))) return false;
      // A last line without its newline must not swallow this one.
      const separator = this.text.endsInsideLine ? '\n' : '';
      const bytes = Buffer.from(`${separator}${JSON.stringify(entry)}\n`);
      await appendWhole(this.file, handle, bytes);
      const after = await versionOf(handle);
      const isAlone = Number(after.size) === Number(before.size) + bytes.length;
      if (isAlone && (await this.leadsTo(after))) {
        atOnce(this.text.add(bytes));
        this.version = after;
        return true;
      }
    } finally {
      await handle.close();
    }
    // Another window has written, too, or the entry went into a file that is no longer there.
    return this.finds(entry);
  }

  /** Looks for an entry in what is new. */
  private async finds(entry: JournalEntry): Promise<boolean> {
    const [text, known] = [this.text, this.text.entries.length];
    await this.look();
    const added = this.text.entries.slice(this.text === text ? known : 0);
    return added.some((found) => isDeepStrictEqual(found, entry));
  }

  /** Whether the opened file is the one that was read; where numbers of files do not last, its content tells. */
  private async isAsRead(handle: FileHandle, version: FileVersion): Promise<boolean> {
    if (Number(version.size) !== this.text.length) return false;
    if (this.version === undefined || isSameFile(version, this.version)) return true;
    const bytes = Buffer.alloc(this.text.length);
    await handle.read(bytes, 0, bytes.length, 0);
    return this.text.isStartOf(bytes);
  }

  /** Whether the file is still in its place: git and editors put another one there. */
  private async leadsTo(version: FileVersion): Promise<boolean> {
    const found = await stat(this.file, { bigint: true }).catch(() => undefined); // gone
    return found !== undefined && isSameFile(version, { device: found.dev, inode: found.ino });
  }

  private async openToAppend(): Promise<FileHandle> {
    try {
      return await openNoFollow(this.file, APPEND);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
      await makeFolder(path.dirname(this.file));
      return openNoFollow(this.file, APPEND);
    }
  }

  private unreadable(cause: unknown): unknown {
    const code = systemErrorCode(cause);
    if (code === undefined) return cause;
    if (code === 'ELOOP') return refusedLink(this.file, cause);
    return new AppError('store-refused', message('journal-unreadable', { file: this.file, code }), { cause });
  }
}

/** A file in place of a folder is told where it is to be written. */
const isAbsent = (cause: unknown) => ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(cause) ?? '');

/** Appends all or, as far as that can be helped, nothing: what is told not to be saved must not count after all. */
async function appendWhole(file: string, handle: FileHandle, bytes: Buffer): Promise<void> {
  const before = await versionOf(handle);
  try {
    await handle.appendFile(bytes);
    await handle.datasync();
  } catch (error) {
    await takeBack(file, before, bytes).catch(() => undefined); // the first error says more
    throw error;
  }
}

/** Cuts off what a failed append has left, unless others have written since. Windows lets no file be cut that is open to append. */
async function takeBack(file: string, before: FileVersion, bytes: Buffer): Promise<void> {
  const handle = await openNoFollow(file, constants.O_RDWR);
  try {
    const found = await versionOf(handle);
    const size = Number(before.size);
    const left = Number(found.size) - size;
    if (left <= 0 || left > bytes.length || !isSameFile(found, before)) return;
    const tail = Buffer.alloc(left);
    await handle.read(tail, 0, left, size);
    if (tail.equals(bytes.subarray(0, left))) await handle.truncate(size);
  } finally {
    await handle.close();
  }
}
