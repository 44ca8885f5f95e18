import type { SuspectRow } from '../shared/galleryProtocol';
import type { ShownImage } from './shownImages';

/** The first so many of the other copies of an image's picture; undefined where there are none. */
export function otherCopies({ row, facts }: ShownImage, most: number): SuspectRow['copies'] {
  const group = facts?.group;
  if (group === undefined) return undefined;
  const { paths, labels, isExact } = group;
  const others = paths
    .map((path, i) => ({ path, givenLabel: labels[i]! }))
    .filter(({ path }) => path !== row.path);
  return { isExact, others: others.slice(0, most), more: Math.max(0, others.length - most) };
}
