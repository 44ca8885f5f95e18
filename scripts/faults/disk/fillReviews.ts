import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { journalFile } from '../../src/store/location';
import { STORE_FOLDER } from '../../src/core/names';
import type { Fault, FaultCounts } from './fault';
import { FaultLog } from './faultLog';
import { startReviewer } from './startReviewer';

const run = promisify(execFile);
/** Takes the dataset and some hundred decisions. */
const DISK_BYTES = 3 << 20;
const MANY_STEPS = 20_000;

/** Decides on a disk of a few megabytes until it is full, again and again; skipped where none can be mounted. */
export const fillDisk: Fault = async (options) => {
  const disk = `${options.root}.disk`;
  await mkdir(disk);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
  } catch {
    const remarks = 'skipped: mounting a small disk (tmpfs) is not permitted here';
    return new FaultLog().counts(0, remarks);
  }
  try {
    const root = path.join(disk, 'data');
    await cp(options.root, root, { recursive: true });
    return await decideUntilFull({ ...options, root }, disk);
  } finally {
    await run('umount', [disk]);
  }
};

async function decideUntilFull(
  { root, rounds, rng }: Parameters<Fault>[0],
  disk: string,
): Promise<FaultCounts> {
  const log = new FaultLog();
  const ballast = path.join(disk, 'ballast');
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    await fillAllBut(ballast, rng.nextInt(1 << 13));
    const { code, lines, stderr } = await startReviewer(root, `d${round}`, MANY_STEPS).ended;
    const last = lines.at(-1);
    if (last === 'refused store-unwritable') refused++;
    else log.amiss.push(`A review on a full disk ended with ${code}, ${last}: ${stderr}`);
    log.saved.push(...lines.filter((line) => !line.startsWith('refused')));
    await rm(ballast);
    const text = await readFile(journalFile({ folder: path.join(root, STORE_FOLDER) }), 'utf8');
    if (text !== '' && !text.endsWith('\n')) log.amiss.push('Part of a line was left.');
  }
  await log.check(root);
  return log.counts(rounds, `${refused} reviews told that the disk is full`);
}

/** Fills the disk but for a few pages: a page of a tmpfs holds some twenty decisions. */
async function fillAllBut(ballast: string, spareBytes: number): Promise<void> {
  const { stdout } = await run('df', ['-B1', '--output=avail', path.dirname(ballast)]);
  const free = Number(stdout.trim().split('\n').at(-1));
  await writeFile(ballast, Buffer.alloc(Math.max(free - spareBytes, 0)));
}
