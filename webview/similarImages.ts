import { askedImages, withoutSimilar } from '../src/core/query/similarTerms';
import type { Gallery } from './gallery';
import type { Selection } from './grid/selection';
import { viewOf, type Page } from './store/page';

/** What is selected, else the group that has the focus, else the focused image. */
export function targetsOf({ selection, focus, isOnHeader, groups }: Page): Selection {
  if (selection.length > 0) return selection;
  return [isOnHeader ? groups.rangeOf(groups.at(focus)) : [focus, focus + 1]];
}

/** Shows what is similar to the images that the reviewer is at, together; resolves when that is shown. */
export async function findSimilar(gallery: Gallery): Promise<void> {
  if (gallery.counts.inView === 0) return;
  const { viewVersion } = gallery;
  const ranges = targetsOf(gallery.page).map(([start, end]): [number, number] => [start, end]);
  try {
    const { query } = await gallery.ask('similarQuery', { targets: { viewVersion, ranges } });
    await gallery.showSimilar(query);
    gallery.dispatch({ type: 'returnToGrid' });
  } catch (error) {
    gallery.reportUnlessBenign(error);
  }
}

/** Whether similar images are shown, or looked for. */
export const isOfSimilar = (page: Page): boolean => askedImages(viewOf(page).query).length > 0;

/** Goes back to where they were asked for; without them where that is not known, after a reload. */
export async function leaveSimilar(gallery: Gallery): Promise<void> {
  const { wayBack } = gallery.page;
  const { query } = viewOf(gallery.page);
  const path = wayBack?.path ?? askedImages(query)[0];
  const { group, ...view } = wayBack?.view ?? { query: withoutSimilar(query) };
  try {
    await gallery.setView({ ...view, group });
    // What was decided about it may have taken it out of the view.
    const position = path === undefined ? null : await gallery.find(path, { isNear: true });
    if (position !== null && gallery.counts.inView > 0) gallery.dispatch({ type: 'moveTo', position });
  } catch (error) {
    gallery.reportUnlessBenign(error);
  }
}
