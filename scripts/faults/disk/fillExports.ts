import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CORRECTED_CSV } from '../../../src/core/names';
import { CLI_FILE } from '../programs';
import { drawReviewedFolder } from '../reviewedFolder';
import { startProgram } from '../startProgram';
import { startReviewer } from '../startReviewer';
import { levelsBetween } from './levelsBetween';
import { onSmallDisk } from './onSmallDisk';

/** Takes the images, their run and two tables. */
const DISK_BYTES = 48 << 20;
/** Their table fills more than twenty pages. */
const IMAGES = 3000;
const DECIDED = 10;

/** Exports to a disk that is full after each part of the table; the table of before stays as it was. */
export const fillExports = onSmallDisk(DISK_BYTES, async (disk, { rounds }, log) => {
  const copy = path.join(disk.folder, 'data');
  await drawReviewedFolder(copy, IMAGES);
  const table = path.join(copy, CORRECTED_CSV);
  await startProgram([CLI_FILE, 'export', copy]).ended;
  let before = await readFile(table);
  let done = 0;
  for (const [round, spareBytes] of levelsBetween(0, (await stat(table)).size, rounds).entries()) {
    log.hear((await startReviewer(copy, `d${round}`, DECIDED).ended).lines);
    await disk.fillAllBut(spareBytes);
    const { code, stderr } = await startProgram([CLI_FILE, 'export', copy]).ended;
    await disk.clear();
    if (code === 0) done++;
    else log.tellSentence(stderr.trim().replace(/^label-review: /, ''));
    const now = await readFile(table);
    if (code !== 0 && !now.equals(before)) log.amiss.push('The table of before was changed.');
    before = now;
    await log.check(copy);
  }
  return `${done} went through`;
});
