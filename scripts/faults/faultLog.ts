import { AppError } from '../../src/core/appError';
import { checkJournal } from './checkJournal';
import type { FaultCounts } from './fault';

/** What a fault finds out, round by round. */
export class FaultLog {
  /** What the journal must hold, as a reviewer prints it. */
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

  /** Looks whether the journal of `root` holds what was saved since the last look, and a review shows it. */
  async check(root: string): Promise<void> {
    const { lost, amiss } = await checkJournal(root, this.saved.slice(this.checked));
    this.checked = this.saved.length;
    this.lost += lost.length;
    this.amiss.push(...lost.map((key) => `${key} is lost.`), ...amiss);
  }

  counts(rounds: number, remarks: string): FaultCounts {
    const { saved, lost, amiss, told } = this;
    return { rounds, saved: saved.length, lost, amiss, told, remarks };
  }
}
