import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CONFLICT_MARKER } from '../../../src/core/review/review';
import type { Rng } from '../../../src/core/rng';
import type { ReviewSession } from '../../../src/review/reviewSession';
import type { ReviewOutcome, ReviewRequest } from '../../../src/shared/galleryProtocol';
import type { FaultLog } from '../faultLog';
import { journalLines, keyOf } from '../journalLines';
import { openForFaults } from '../openForFaults';
import { JOURNAL } from './repository';

/** What somebody may do first after git has changed the journal. */
const FIRST = ['refresh', 'undo', 'decide'] as const;

/** A review that goes on while git changes its journal. */
export class ReviewUnderGit {
  private readonly file: string;
  private readonly session: ReviewSession;
  private readonly log: FaultLog;
  private steps = 0;

  private constructor(root: string, session: ReviewSession, log: FaultLog) {
    this.file = path.join(root, JOURNAL);
    this.session = session;
    this.log = log;
  }

  static async open(root: string, log: FaultLog): Promise<ReviewUnderGit> {
    let ids = 0;
    return new ReviewUnderGit(root, await openForFaults(root, () => `own-${ids++}`), log);
  }

  /** Keeps the label of so many images. */
  async decide(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) await this.attempt(this.nextKeep());
  }

  async refresh(): Promise<void> {
    this.tell(await this.session.refresh());
  }

  /** Goes on after a change: nothing that is in the file now is lost, it is what is shown, and an undo takes the last step back. */
  async goOn(rng: Rng): Promise<void> {
    this.log.saved.push(...(await this.keys()));
    const first = FIRST[rng.nextInt(FIRST.length)];
    if (first === 'refresh') await this.refresh();
    if (first === 'undo') await this.undo();
    if (await this.hasMarkers()) await this.mend();
    await this.decideAndUndo();
    this.log.checkLines(journalLines(await this.text()));
  }

  private async decideAndUndo(): Promise<void> {
    await this.decide(1);
    const [last = ''] = (await this.keys()).slice(-1);
    if (last !== this.session.targets.undo) this.log.amiss.push(`${last} is not what an undo takes back.`);
    await this.checkShown();
    await this.undo();
    if ((await this.keys()).at(-1) !== `undo ${last}`) this.log.amiss.push(`${last} was not undone.`);
  }

  /** Takes the last step back that was shown, or says why not. */
  private async undo(): Promise<void> {
    const target = this.session.targets.undo;
    const outcome = await this.attempt({ kind: 'undo' });
    const [last = ''] = (await this.keys()).slice(-1);
    if (outcome?.step && last !== `undo ${target}`)
      this.log.amiss.push(`${last} was written, not undo ${target}.`);
    await this.checkShown();
  }

  /** Nothing is decided between the markers of a merge; who deletes them keeps the lines of both sides. */
  private async mend(): Promise<void> {
    const told = this.log.told.length;
    await this.decide(1);
    if (this.log.told.length === told)
      this.log.amiss.push('A step was saved between the markers of a merge.');
    await this.refresh();
    await this.checkShown();
    const lines = (await this.text()).split('\n');
    await writeFile(this.file, lines.filter((line) => !CONFLICT_MARKER.test(line)).join('\n'));
  }

  /** Undefined where a sentence has said why the step was not saved. */
  private async attempt(request: ReviewRequest): Promise<ReviewOutcome | undefined> {
    try {
      const outcome = await this.session.review(request);
      this.tell(outcome);
      return outcome;
    } catch (error) {
      this.log.tell(error);
      return undefined;
    }
  }

  private nextKeep(): ReviewRequest {
    const position = this.steps++ % this.session.counts.inView;
    const { viewVersion } = this.session;
    return { kind: 'keep', targets: { viewVersion, ranges: [[position, position + 1]] } };
  }

  private tell(outcome: ReviewOutcome | null): void {
    if (outcome?.told !== undefined) this.log.tellSentence(outcome.told);
  }

  private async checkShown(): Promise<void> {
    this.log.checkShown(this.session, journalLines(await this.text()));
  }

  private async hasMarkers(): Promise<boolean> {
    return (await this.text()).split('\n').some((line) => CONFLICT_MARKER.test(line));
  }

  private async keys(): Promise<readonly string[]> {
    return journalLines(await this.text()).map(keyOf);
  }

  private text(): Promise<string> {
    return readFile(this.file, 'utf8').catch(() => ''); // git has removed it
  }
}
