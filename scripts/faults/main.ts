/**
 * `npm run test:faults` (after `npm run build`; Linux): kills, fills disks, changes folders, starts things in pairs, lets git change
 * the journal, looks for leaks, and searches hostile images. Prints what was saved, what of it was lost and what the user was told, and fails on a loss.
 * `-- --rounds 20 --seed 1 --only review,trainer`; `--full` has as many rounds as the table in `bench/RESULTS.md`.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printHead } from '../../bench/tableHead';
import { createRng } from '../../src/core/rng';
import { countSentences } from './countSentences';
import { fillExports } from './disk/fillExports';
import { fillReviews } from './disk/fillReviews';
import { fillSearches } from './disk/fillSearches';
import type { Fault, FaultCounts } from './fault';
import { changeFolder } from './folder/changeFolder';
import { reviewMeanwhile, searchMeanwhile } from './folder/folderUses';
import { changeByGit } from './git/changeByGit';
import { hostileImages } from './hostileImages';
import { killExports } from './kill/killExports';
import { killReviews } from './kill/killReviews';
import { killSearches } from './kill/killSearches';
import { killTrainers } from './kill/killTrainers';
import { bundlePrograms, CLI_FILE } from './programs';
import { drawReviewedFolder } from './reviewedFolder';
import { startPairs } from './lock/startPairs';
import { searchOften } from './window/searchOften';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';
import { createTemporaryFolder } from '../vscode/temporaryFolder';

interface NamedFault {
  readonly title: string;
  /** Rounds of a run of a few minutes, and of `--full`. */
  readonly rounds: readonly [usual: number, full: number];
  readonly fault: Fault;
}

const FAULTS: Readonly<Record<string, NamedFault>> = {
  review: { title: 'a review is killed', rounds: [20, 150], fault: killReviews(1) },
  reviews: { title: 'two reviews of one journal are killed', rounds: [10, 50], fault: killReviews(2) },
  export: { title: 'an export is killed while decisions are made', rounds: [10, 150], fault: killExports },
  scan: { title: 'a search is killed', rounds: [10, 150], fault: killSearches },
  trainer: { title: 'the trainer process of a window is killed', rounds: [10, 150], fault: killTrainers },
  pairs: { title: 'two searches start at once', rounds: [28, 300], fault: startPairs },
  git: { title: 'git changes the journal under an open review', rounds: [24, 120], fault: changeByGit },
  'disk-review': { title: 'the disk is full in a review', rounds: [10, 20], fault: fillReviews },
  'disk-decode': {
    title: 'the disk is full while images are read',
    rounds: [5, 20],
    fault: fillSearches('decode'),
  },
  'disk-train': { title: 'the disk is full in a training', rounds: [2, 20], fault: fillSearches('train') },
  'disk-write': {
    title: 'the disk is full as the run is written',
    rounds: [5, 20],
    fault: fillSearches('write'),
  },
  'disk-export': { title: 'the disk is full in an export', rounds: [5, 20], fault: fillExports },
  'folder-review': {
    title: 'the folder changes in a review',
    rounds: [8, 40],
    fault: changeFolder(reviewMeanwhile),
  },
  'folder-scan': {
    title: 'the folder changes in a search',
    rounds: [8, 40],
    fault: changeFolder(searchMeanwhile),
  },
  window: { title: 'many searches in one window', rounds: [20, 500], fault: searchOften },
  hostile: { title: 'images are hostile', rounds: [2, 20], fault: hostileImages },
};

const FLAGS = {
  rounds: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  full: { type: 'boolean' },
} as const;

runMain(async () => {
  const { values } = parseArgs({ options: FLAGS });
  const rounds = values.rounds === undefined ? undefined : wholeNumber('rounds', values.rounds);
  const seed = wholeNumber('seed', values.seed ?? '1');
  const names = values.only?.split(',') ?? Object.keys(FAULTS);
  await access(CLI_FILE).catch(() => {
    throw new ScriptError(`${CLI_FILE} is missing; run npm run build first.`);
  });
  await bundlePrograms();
  printHead('fault | rounds | saved | lost | amiss | remarks | seconds | what the user is told');
  let isWhole = true;
  for (const name of names) {
    const { title, rounds: counts, fault } = faultNamed(name);
    const rng = createRng(seed, Object.keys(FAULTS).indexOf(name));
    isWhole = (await report(title, fault, { rounds: rounds ?? counts[values.full ? 1 : 0], rng })) && isWhole;
  }
  return isWhole ? 0 : 1;
});

function faultNamed(name: string): NamedFault {
  const found = FAULTS[name];
  if (found !== undefined) return found;
  throw new ScriptError(`--only names faults, like ${Object.keys(FAULTS).join(',')}; not ${name}.`);
}

/** Makes a fault happen in a folder of its own and prints the row. @returns whether all is well. */
async function report(
  title: string,
  fault: Fault,
  options: Omit<Parameters<Fault>[0], 'root'>,
): Promise<boolean> {
  const folder = await createTemporaryFolder('faults');
  const startMs = performance.now();
  try {
    const root = await drawReviewedFolder(path.join(folder.path, 'data'));
    const counts = await fault({ ...options, root });
    const seconds = Math.round((performance.now() - startMs) / 1000);
    console.log(`| ${title} | ${rowOf(counts)} | ${seconds} | ${countSentences(counts.told, folder.path)} |`);
    for (const sentence of counts.amiss) console.error(`  ${title}: ${sentence}`);
    return counts.lost === 0 && counts.amiss.length === 0;
  } finally {
    await folder.remove();
  }
}

const rowOf = ({ rounds, saved, lost, amiss, remarks }: FaultCounts) =>
  [rounds, saved, lost, amiss.length, remarks].join(' | ');

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ScriptError(`--${name} is a whole number from 1; not ${text}.`);
}
