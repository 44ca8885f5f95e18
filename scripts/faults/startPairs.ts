import type { Fault } from './fault';
import { FaultLog } from './faultLog';
import { scanArgs } from './scanArgs';
import { startProgram } from './startProgram';
import { startedReviewer } from './startReviewer';

/** Searches take longer than the other faults. */
const ROUNDS_PER_PAIR = 4;

/** Starts two searches of one dataset at once, while somebody decides: one goes on, the other may be refused by name. */
export const startPairs: Fault = async ({ root, rounds }) => {
  const log = new FaultLog();
  const reviewer = await startedReviewer(root, 'p');
  const pairs = Math.ceil(rounds / ROUNDS_PER_PAIR);
  let refused = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const programs = [startProgram(scanArgs(root)), startProgram(scanArgs(root))];
    const ends = await Promise.all(programs.map(({ ended }) => ended));
    if (ends.every(({ code }) => code !== 0)) log.amiss.push(`Neither search went on: ${ends[0]!.stderr}`);
    for (const { code, stderr } of ends) {
      if (code === 0) continue;
      refused++;
      if (!stderr.includes('Another run')) log.amiss.push(`A search failed: ${stderr}`);
    }
  }
  reviewer.kill();
  log.hear((await reviewer.ended).lines);
  await log.check(root);
  return log.counts(pairs, `${refused} searches refused`);
};
