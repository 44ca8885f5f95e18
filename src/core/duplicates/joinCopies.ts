import type { DuplicateGroup } from './findDuplicates';
import { createUnionFind } from './unionFind';

/** The groups of copies among `imageCount` images with more pairs of copies, which are not exact ones. */
export function joinCopies(
  groups: readonly DuplicateGroup[],
  pairs: readonly (readonly [number, number])[],
  imageCount: number,
): DuplicateGroup[] {
  const joined = createUnionFind(imageCount);
  for (const { images } of groups) for (const image of images) joined.union(images[0]!, image);
  const exact = new Map(groups.map((group) => [group.images[0]!, group]));
  for (const [a, b] of pairs) joined.union(a, b);
  return joined.groups().map((images) => {
    const before = exact.get(images[0]!);
    return before?.images.length === images.length ? before : { images, isExact: false };
  });
}
