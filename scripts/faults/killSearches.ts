import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../../src/core/names';
import { checkJournal } from './checkJournal';
import type { Fault } from './fault';
import { startReviewer } from './killReviews';
import { CLI_FILE } from './reviewedFolder';
import { measureKills, startProgram } from './startProgram';

export const scanArgs = (root: string): readonly string[] => [
  CLI_FILE,
  'scan',
  root,
  ...['--epochs', '1', '--folds', '2', '--image-size', '8', '--workers', '1', '--encoder', 'none'],
  ...['--out', `${root}.scan.csv`],
];

/** Kills searches at any moment: what was decided stays, and the next search goes through. */
export const killSearches: Fault = async ({ root, rounds, rng }) => {
  const { ended } = startReviewer(root, 's', 20);
  const saved = (await ended).stdout.split('\n').slice(0, -1);
  const amiss: string[] = [];
  const searchAndKill = await measureKills(scanArgs(root), rng);
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const { code, stderr } = await searchAndKill();
    if (code === null) killed++;
    else if (code !== 0) amiss.push(`A search failed: ${stderr}`);
  }
  const last = await startProgram(scanArgs(root)).ended;
  if (last.code !== 0) amiss.push(`The last search failed: ${last.stderr}`);
  const left = await readdir(path.join(root, STORE_FOLDER));
  if (left.includes('run.lock')) amiss.push('A lock was left.');
  const check = await checkJournal(root, saved);
  return {
    rounds,
    saved: saved.length,
    lost: check.lost.length,
    amiss: [...amiss, ...check.amiss],
    remarks: `${killed} searches killed`,
  };
};
