import { focusSuspects, pressUntilSaved, watchSaved } from './savedWatch';
import type { SearchedFolder } from './searchedFolder';
import type { Workbench } from './workbench';

export interface Bulk {
  readonly relabelMs: readonly number[];
  readonly undoMs: readonly number[];
}

const ROUNDS = 5;

/** Filters for the largest pair, selects all of it, relabels it with one key and undoes that with another. */
export async function measureBulk(
  { gallery: open }: Workbench,
  { largestPair }: Pick<SearchedFolder, 'largestPair'>,
): Promise<Bulk> {
  const gallery = await open();
  await watchSaved(gallery);
  const { given, suggested, suspects, hasOffTopic = false } = largestPair;
  const count = suspects.toLocaleString('en-US');
  const status = gallery.locator('[role=status]');
  // One of several suggestions where some of the images may show none of the classes.
  const done = hasOffTopic
    ? `Followed the suggestion for ${count} images`
    : `Relabelled ${count} images to ${suggested}`;
  const filter = gallery.getByRole('combobox', { name: 'Filter' });
  const filterBy = async (query: string, inView: string) => {
    await filter.fill(query);
    await filter.press('Enter');
    await status.filter({ hasText: `${inView} suspects in view` }).waitFor();
  };
  await filterBy(`class:${given} suggested:${suggested}`, count);
  const bulk = { relabelMs: [] as number[], undoMs: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    await focusSuspects(gallery);
    await gallery.page().keyboard.press('Control+a');
    await status.filter({ hasText: `${count} selected` }).waitFor();
    bulk.relabelMs.push(await pressUntilSaved(gallery, 'Enter'));
    await status.filter({ hasText: `${done}. Saved.` }).waitFor();
    bulk.undoMs.push(await pressUntilSaved(gallery, 'z'));
    await status.filter({ hasText: `Undone for ${count} images. Saved.` }).waitFor();
  }
  await filter.fill('');
  await filter.press('Enter');
  return bulk;
}
