import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../../../src/core/names';
import { journalFile } from '../../../src/store/location';
import { startReviewer } from '../startReviewer';
import { onSmallDisk } from './onSmallDisk';

/** Takes the dataset and some thousand decisions. */
const DISK_BYTES = 4 << 20;
const MANY_STEPS = 20_000;
/** A page of a tmpfs holds some twenty decisions. */
const PAGE_BYTES = 4096;

/** Decides on a disk until it is full; each time it has a page more to fill. */
export const fillReviews = onSmallDisk(DISK_BYTES, async (disk, { root, rounds }, log) => {
  const copy = path.join(disk.folder, 'data');
  await cp(root, copy, { recursive: true });
  for (let round = 0; round < rounds; round++) {
    await disk.fillAllBut(round * PAGE_BYTES);
    const { code, lines, stderr } = await startReviewer(copy, `d${round}`, MANY_STEPS).ended;
    if (!log.hear(lines)) log.amiss.push(`A review on a full disk ended with ${code}: ${stderr}`);
    await disk.clear();
    const text = await readFile(journalFile({ folder: path.join(copy, STORE_FOLDER) }), 'utf8');
    if (text !== '' && !text.endsWith('\n')) log.amiss.push('Part of a line was left.');
    await log.check(copy);
  }
  return 'a page more each time';
});
