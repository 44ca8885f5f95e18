import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../../../src/core/names';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { scanArgs } from '../scanArgs';
import { measureKills, startProgram } from '../startProgram';
import { startReviewer } from '../startReviewer';

const DECIDED = 20;

/** Kills searches at any moment: what was decided stays, and the next search goes through. */
export const killSearches: Fault = async ({ root, rounds, rng }) => {
  const log = new FaultLog();
  log.hear((await startReviewer(root, 's', DECIDED).ended).lines);
  const searchAndKill = await measureKills(scanArgs(root), rng);
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const { code, stderr } = await searchAndKill();
    if (code === null) killed++;
    else if (code !== 0) log.amiss.push(`A search failed: ${stderr}`);
  }
  const last = await startProgram(scanArgs(root)).ended;
  if (last.code !== 0) log.amiss.push(`The last search failed: ${last.stderr}`);
  const left = await readdir(path.join(root, STORE_FOLDER));
  if (left.includes('run.lock')) log.amiss.push('A lock was left.');
  await log.check(root);
  return log.counts(rounds, `${killed} killed`);
};
