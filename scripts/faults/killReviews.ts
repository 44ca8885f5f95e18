import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { checkJournal } from './checkJournal';
import type { Fault } from './fault';
import { startProgram, type Program } from './startProgram';

const REVIEWER = path.join(REPO_ROOT, 'scripts', 'faults', 'reviewer.ts');
/** A kill comes after so many steps at most. */
const MOST_STEPS = 40;
const MANY_STEPS = 10_000;
/** And so much later at most, to hit any moment of a step. */
const MOST_DELAY_MS = 4;

export const startReviewer = (root: string, name: string, steps = MANY_STEPS): Program =>
  startProgram(['--import', 'tsx', REVIEWER, root, name, `${steps}`]);

/** Resolves with the first step that is saved, or when nothing will be. */
export async function hasBegun(reviewer: Program): Promise<void> {
  await Promise.race([new Promise<void>((resolve) => reviewer.onLine(() => resolve())), reviewer.ended]);
}

/** Kills so many reviewers at a time, in the middle of deciding. */
export const killReviews =
  (reviewers: number): Fault =>
  async ({ root, rounds, rng }) => {
    const saved: string[] = [];
    const amiss: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const programs = Array.from({ length: reviewers }, (_, i) => startReviewer(root, `r${round}.${i}`));
      let left = reviewers * rng.nextInt(MOST_STEPS);
      const delayMs = rng.next01() * MOST_DELAY_MS;
      const killAll = () => programs.forEach((program) => program.kill());
      for (const program of programs)
        program.onLine(() => {
          if (left-- === 0) setTimeout(killAll, delayMs);
        });
      for (const { ended } of programs) {
        const { code, stdout, stderr } = await ended;
        saved.push(...stdout.split('\n').slice(0, -1));
        if (code !== null) amiss.push(`A review ended by itself: ${stderr || stdout}`);
      }
    }
    const check = await checkJournal(root, saved);
    return {
      rounds,
      saved: saved.length,
      lost: check.lost.length,
      amiss: [...amiss, ...check.amiss],
      remarks: `${reviewers} at a time`,
    };
  };
