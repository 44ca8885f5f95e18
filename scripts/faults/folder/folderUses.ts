import { setTimeout as sleep } from 'node:timers/promises';
import { createController, searchIn } from '../searchWindow';
import { startReviewer } from '../startReviewer';
import type { FolderUse } from './changeFolder';

/** Steps of a review; its folder changes in the first two thirds. */
const STEPS = 200;
/** A search of the drawn dataset takes about a second. */
const LATEST_CHANGE_MS = 1000;
const DECIDED = 10;

/** A review in a process of its own. */
export const reviewMeanwhile: FolderUse = async ({ root }, { rng, change }, log) => {
  const reviewer = startReviewer(root, 'f', STEPS);
  let left = rng.nextInt(Math.floor((STEPS * 2) / 3));
  let changed: Promise<void> | undefined;
  reviewer.onLine(() => {
    if (left-- === 0) changed = change();
  });
  const { code, lines, stderr } = await reviewer.ended;
  if (changed === undefined) log.amiss.push('The folder was not changed.');
  await changed;
  if (code !== 0) log.amiss.push(`A review ended with ${code}: ${stderr}`);
  return lines;
};

/** A search in a window. */
export const searchMeanwhile: FolderUse = async ({ root }, { rng, change }, log) => {
  const { lines } = await startReviewer(root, 'f', DECIDED).ended;
  const controller = createController();
  const changed = sleep(rng.nextInt(LATEST_CHANGE_MS)).then(change);
  try {
    await searchIn(controller, root);
  } catch (error) {
    log.tell(error);
  }
  await changed;
  await controller.dispose();
  return lines;
};
