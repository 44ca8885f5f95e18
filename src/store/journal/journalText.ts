import { createHash } from 'node:crypto';
import { CONFLICT_MARKER, parseJournalLine, type JournalEntry } from '../../core/review/review';

const NEWLINE = 0x0a;

/**
 * The part of a journal that was read, line by line. A last line without its newline counts where it is whole, as editors
 * and merges leave it; where it is not, it may be on its way.
 */
export class JournalText {
  /** In file order. */
  readonly entries: JournalEntry[] = [];
  /** Bytes read. */
  length = 0;
  /** The number of the first conflict marker of a merge; undefined where there is none. */
  conflictLine: number | undefined;
  private readonly file: string;
  private readonly hash = createHash('sha256');
  private readonly badLines: string[] = [];
  private lines = 0;
  private tail: Buffer = Buffer.alloc(0);
  private tailProblem: string | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** Lines that are not entries, in words. They stay in the file untouched. */
  get problems(): readonly string[] {
    return this.tailProblem === undefined ? this.badLines : [...this.badLines, this.tailProblem];
  }

  get endsInsideLine(): boolean {
    return this.tail.length > 0;
  }

  /** Whether `bytes` begin with what was read: by their hash, for a file that was changed may well have the same length. */
  isStartOf(bytes: Buffer): boolean {
    if (bytes.length < this.length) return false;
    const start = createHash('sha256').update(bytes.subarray(0, this.length)).digest();
    return start.equals(this.hash.copy().digest());
  }

  /** Reads on, line by line. @returns false where a last line that has counted goes on, and so was another one. */
  *add(bytes: Buffer): Generator<void, boolean> {
    if (bytes.length === 0) return true;
    const hasCounted = this.endsInsideLine && this.tailProblem === undefined;
    if (hasCounted && bytes[0] !== NEWLINE) return false;
    this.hash.update(bytes);
    this.length += bytes.length;
    const text = Buffer.concat([this.tail, bytes]);
    let start = 0;
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      this.endLine(text.subarray(start, end), start === 0 && hasCounted);
      start = end + 1;
      yield;
    }
    this.tail = text.subarray(start);
    this.tailProblem = undefined;
    if (this.endsInsideLine) this.tailProblem = this.read(this.tail, this.lines + 1);
    return true;
  }

  private endLine(line: Buffer, hasCounted: boolean): void {
    this.lines++;
    if (hasCounted) return;
    const problem = this.read(line, this.lines);
    if (problem === undefined) return;
    this.badLines.push(problem);
  }

  /** @returns why the line is not an entry, in words. */
  private read(line: Buffer, number: number): string | undefined {
    const text = line.toString('utf8').replace(/^\uFEFF/, '');
    if (text.trim() === '') return undefined;
    const entry = parseJournalLine(text);
    if (!('problem' in entry)) {
      this.entries.push(entry);
      return undefined;
    }
    if (CONFLICT_MARKER.test(text)) this.conflictLine ??= number;
    return `${this.file}, line ${number}: ${entry.problem}`;
  }
}
