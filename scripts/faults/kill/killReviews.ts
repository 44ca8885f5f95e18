import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { startReviewer } from '../startReviewer';

/** A kill comes after so many steps at most. */
const MOST_STEPS = 40;
/** And so much later at most, to hit any moment of a step. */
const MOST_DELAY_MS = 4;

/** Kills so many reviewers at a time, in the middle of deciding. */
export const killReviews =
  (reviewers: number): Fault =>
  async ({ root, rounds, rng }) => {
    const log = new FaultLog();
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
        const { code, lines, stdout, stderr } = await ended;
        log.hear(lines);
        if (code !== null) log.amiss.push(`A review ended by itself: ${stderr || stdout}`);
      }
    }
    await log.check(root);
    return log.counts(rounds, `${rounds * reviewers} killed`);
  };
