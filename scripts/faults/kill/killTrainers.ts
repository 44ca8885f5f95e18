import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { STORE_FOLDER } from '../../../src/core/names';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { createController, searchIn, trainerPids } from '../searchWindow';
import { LATEST_KILL } from '../startProgram';
import { startReviewer } from '../startReviewer';

const DECIDED = 20;

/** Kills the trainer process under a window that searches, at any moment: the window says so, and the next search goes through. */
export const killTrainers: Fault = async ({ root, rounds, rng }) => {
  const log = new FaultLog();
  log.hear((await startReviewer(root, 't', DECIDED).ended).lines);
  const controller = createController();
  const start = performance.now();
  await searchIn(controller, root);
  const lifeMs = performance.now() - start;
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const searched = new AbortController();
    const kill = killTrainersAfter(rng.next01() * lifeMs * LATEST_KILL, searched.signal);
    try {
      await searchIn(controller, root);
    } catch (error) {
      killed++;
      log.tell(error);
    }
    searched.abort();
    await kill;
    if ((await trainerPids()).length > 0) log.amiss.push('A trainer process was left.');
    await log.check(root);
  }
  const last = await searchIn(controller, root).catch((error: unknown) => {
    log.tell(error);
    return undefined;
  });
  if (last?.status !== 'done') log.amiss.push('The last search failed.');
  await controller.dispose();
  const left = await readdir(path.join(root, STORE_FOLDER));
  if (left.includes('run.lock')) log.amiss.push('A lock was left.');
  await log.check(root);
  return log.counts(rounds, `${killed} killed`);
};

/** Does nothing where the search has ended by then. */
async function killTrainersAfter(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined); // ended
  if (signal.aborted) return;
  for (const pid of await trainerPids())
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
}
