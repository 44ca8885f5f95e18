/**
 * `npm run test:faults` (after `npm run build`): kills reviews, exports and searches at seeded moments, fills a small disk, and
 * starts things in pairs. Prints what was saved and what of it was lost, and fails on a loss. `-- --rounds 20 --seed 1`.
 */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printHead } from '../bench/tableHead';
import { createRng } from '../src/core/rng';
import { fillDisk } from './faults/fillDisk';
import { killExports } from './faults/killExports';
import { killReviews } from './faults/killReviews';
import { killSearches } from './faults/killSearches';
import { CLI_FILE, drawReviewedFolder } from './faults/reviewedFolder';
import { startPairs } from './faults/startPairs';
import type { Fault, FaultCounts } from './faults/fault';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';

const FAULTS: readonly (readonly [name: string, fault: Fault])[] = [
  ['a review is killed', killReviews(1)],
  ['two reviews of one journal are killed', killReviews(2)],
  ['an export is killed while decisions are made', killExports],
  ['a search is killed', killSearches],
  ['two searches start at once', startPairs],
  ['the disk is full', fillDisk],
];

runMain(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
  const rounds = wholeNumber('rounds', values.rounds ?? '20');
  const seed = wholeNumber('seed', values.seed ?? '1');
  await access(CLI_FILE).catch(() => {
    throw new ScriptError(`${CLI_FILE} is missing; run npm run build first.`);
  });
  printHead('fault | rounds | saved | lost | amiss | remarks');
  let isWhole = true;
  for (const [stream, [name, fault]] of FAULTS.entries()) {
    const counts = await inFolder((root) => fault({ root, rounds, rng: createRng(seed, stream) }));
    console.log(`| ${name} | ${rowOf(counts)} |`);
    for (const sentence of counts.amiss) console.error(`  ${name}: ${sentence}`);
    isWhole &&= counts.lost === 0 && counts.amiss.length === 0;
  }
  return isWhole ? 0 : 1;
});

const rowOf = ({ rounds, saved, lost, amiss, remarks }: FaultCounts) =>
  [rounds, saved, lost, amiss.length, remarks].join(' | ');

async function inFolder(work: (root: string) => Promise<FaultCounts>): Promise<FaultCounts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'label-review-faults-'));
  try {
    return await work(await drawReviewedFolder(path.join(folder, 'data')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ScriptError(`--${name} is a whole number from 1; not ${text}.`);
}
