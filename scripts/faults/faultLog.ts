import { readFile } from 'node:fs/promises';
import { AppError } from '../../src/core/appError';
import type { ReviewSession } from '../../src/review/reviewSession';
import { journalFile, locateStore } from '../../src/store/location';
import type { FaultCounts } from './fault';
import { journalLines, keyOf, replayLines, type JournalLine } from './journalLines';
import { openForFaults } from './openForFaults';

/** What a fault finds out, round by round. */
export class FaultLog {
  /** What the journal must hold: decisions by their id, else `undo ID`. */
  readonly saved: string[] = [];
  readonly amiss: string[] = [];
  readonly told: string[] = [];
  private lost = 0;
  private checked = 0;

  /** Whether `error` is one clear sentence, which is then counted as told; anything else is amiss. */
  tell(error: unknown): void {
    if (error instanceof AppError) this.tellSentence(error.message);
    else this.amiss.push(`No sentence: ${error instanceof Error ? error.stack : String(error)}`);
  }

  tellSentence(sentence: string): void {
    this.told.push(sentence);
    if (sentence.includes('\n')) this.amiss.push(`More than a sentence: ${sentence}`);
  }

  /** Takes in what a reviewer has printed. @returns whether a step was refused. */
  hear(lines: readonly string[]): boolean {
    const after = (word: string) =>
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
    this.saved.push(...after('saved'));
    for (const sentence of [...after('told'), ...after('refused')]) this.tellSentence(sentence);
    return after('refused').length > 0;
  }

  /** Looks whether the journal of `root` holds what was saved since the last look, and a review shows it. */
  async check(root: string): Promise<void> {
    const lines = await readLines(root);
    this.checkLines(lines);
    this.checkShown(await openForFaults(root, () => 'unused'), lines);
  }

  /** Looks whether these lines, all of a journal, hold what was saved since the last look. */
  checkLines(lines: readonly JournalLine[]): void {
    const found = new Set(lines.map(keyOf));
    const lost = this.saved.slice(this.checked).filter((key) => !found.has(key));
    this.checked = this.saved.length;
    this.lost += lost.length;
    this.amiss.push(...lost.map((key) => `${key} is lost.`));
  }

  /** Looks whether a review shows what a plain replay of the lines comes to. */
  checkShown(session: ReviewSession, lines: readonly JournalLine[]): void {
    const expected = replayLines(lines);
    for (const { row, decision } of session.shown(session.viewVersion, 0, session.counts.inView))
      if ((decision?.action ?? '') !== (expected.get(row.path) ?? ''))
        this.amiss.push(`${row.path} is not shown as the journal has it.`);
  }

  counts(rounds: number, remarks: string): FaultCounts {
    const { saved, lost, amiss, told } = this;
    return { rounds, saved: saved.length, lost, amiss, told, remarks };
  }
}

export async function readLines(root: string): Promise<readonly JournalLine[]> {
  const location = await locateStore(root, '/nowhere');
  return journalLines(await readFile(journalFile(location), 'utf8').catch(() => '')); // none yet
}
