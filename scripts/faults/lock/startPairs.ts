import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { STORE_FOLDER } from '../../../src/core/names';
import { scanArgs } from '../scanArgs';
import { startProgram } from '../startProgram';
import { startedReviewer } from '../startReviewer';
import { LOCK_STATES, type LockState } from './lockStates';
import { startLockTaker } from './startLockTaker';

/** One in so many pairs are whole searches, which take seconds; shares no factor with the number of states. */
const SEARCHES_EVERY = 14;

/** A dataset, and the lock that a search of it takes. */
interface Locked {
  readonly root: string;
  readonly file: string;
  readonly log: FaultLog;
}

/** Starts two at once that want the lock of one dataset, as it was left in one state after the other, while somebody decides. */
export const startPairs: Fault = async ({ root, rounds }) => {
  const log = new FaultLog();
  const locked = { root, file: path.join(root, STORE_FOLDER, 'run.lock'), log };
  const reviewer = await startedReviewer(root, 'p');
  let searches = 0;
  for (let pair = 0; pair < rounds; pair++) {
    const state = LOCK_STATES[pair % LOCK_STATES.length]!;
    const problems = log.amiss.length;
    await state.leave(locked.file, root);
    const areSearches = pair % SEARCHES_EVERY === SEARCHES_EVERY - 1;
    if (areSearches) searches++;
    await (areSearches ? searchAtOnce(locked, state) : takeAtOnce(locked, state));
    if (state.holders === 0) await rm(locked.file);
    const left = (await readdir(path.dirname(locked.file))).filter((name) => name.includes('run.lock'));
    if (left.length > 0) log.amiss.push(`${left.join()} was left.`);
    if (log.amiss.length > problems) log.amiss.push(`That was pair ${pair}: the lock was ${state.name}.`);
  }
  reviewer.kill();
  log.hear((await reviewer.ended).lines);
  await log.check(root);
  return log.counts(rounds, `${LOCK_STATES.length} states of the lock; ${searches} pairs of whole searches`);
};

/** Exactly so many get the lock, and the others are told which file it is. */
async function takeAtOnce({ root, file, log }: Locked, state: LockState): Promise<void> {
  const takers = await Promise.all([startLockTaker(root), startLockTaker(root)]);
  const answers = await Promise.all(takers.map((taker) => taker.take()));
  const holders = answers.filter((answer) => answer === 'held').length;
  if (holders !== state.holders) log.amiss.push(`${holders} hold the lock instead of ${state.holders}.`);
  for (const answer of answers.filter((answer) => answer !== 'held')) tellRefusal(answer, { file, log });
  for (const taker of takers) taker.release();
  await Promise.all(takers.map(({ ended }) => ended));
}

/** One of two searches goes on; the other does, too, where it comes when the first has ended. */
async function searchAtOnce({ root, file, log }: Locked, state: LockState): Promise<void> {
  const ends = await Promise.all([scanArgs(root), scanArgs(root)].map((args) => startProgram(args).ended));
  const failed = ends.filter(({ code }) => code !== 0);
  const isAsExpected = state.holders === 0 ? failed.length === 2 : failed.length < 2;
  if (!isAsExpected) log.amiss.push(`${failed.length} searches were refused.`);
  for (const { stderr } of failed)
    tellRefusal(stderr.split('\n').find((line) => line.includes('Another run')) ?? stderr, { file, log });
}

function tellRefusal(answer: string, { file, log }: Pick<Locked, 'file' | 'log'>): void {
  if (!answer.includes(file)) log.amiss.push(`Not named the lock: ${answer}`);
  log.tellSentence(answer.replace(/^(?:refused|label-review:) /, ''));
}
