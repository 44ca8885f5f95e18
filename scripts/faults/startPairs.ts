import { checkJournal } from './checkJournal';
import type { Fault } from './fault';
import { scanArgs } from './killSearches';
import { hasBegun, startReviewer } from './killReviews';
import { startProgram } from './startProgram';

/** Searches take longer than the other faults. */
const ROUNDS_PER_PAIR = 4;

/** Starts two searches of one dataset at once, while somebody decides: one goes on, the other may be refused by name. */
export const startPairs: Fault = async ({ root, rounds }) => {
  const reviewer = startReviewer(root, 'p');
  await hasBegun(reviewer);
  const amiss: string[] = [];
  const pairs = Math.ceil(rounds / ROUNDS_PER_PAIR);
  let refused = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const programs = [startProgram(scanArgs(root)), startProgram(scanArgs(root))];
    const ends = await Promise.all(programs.map(({ ended }) => ended));
    if (ends.every(({ code }) => code !== 0)) amiss.push(`Neither search went on: ${ends[0]!.stderr}`);
    for (const { code, stderr } of ends) {
      if (code === 0) continue;
      refused++;
      if (!stderr.includes('Another run')) amiss.push(`A search failed: ${stderr}`);
    }
  }
  reviewer.kill();
  const saved = (await reviewer.ended).stdout.split('\n').slice(0, -1);
  const check = await checkJournal(root, saved);
  return {
    rounds: pairs,
    saved: saved.length,
    lost: check.lost.length,
    amiss: [...amiss, ...check.amiss],
    remarks: `${refused} searches refused`,
  };
};
