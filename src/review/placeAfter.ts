import type { AdoptedPlace, AskedPlace } from '../shared/galleryProtocol';
import { positionsToRanges, rangesToPositions } from './positionRanges';
import type { ReviewSession } from './reviewSession';

/**
 * Where the reviewer of one run is in the view of the run after it: at the same image, or where that is not shown any more, at
 * the first one after it that is. What was selected stays selected as far as it is shown. A place in a view that has
 * changed since is the first image without a decision.
 */
export function placeAfter(
  before: ReviewSession | undefined,
  after: ReviewSession | undefined,
  { viewVersion, focus, selection }: AskedPlace,
): AdoptedPlace {
  if (before === undefined || after === undefined || before.viewVersion !== viewVersion)
    return { focus: after?.firstUndecided ?? 0, isSameImage: false, selection: [] };
  const positionNow = (path: string) => after.positionOf(after.viewVersion, path);
  const { inView } = before.counts;
  const pathsFrom = before.shown(viewVersion, focus, inView).map(({ row }) => row.path);
  const positions = pathsFrom.map(positionNow);
  const selected = rangesToPositions(selection, inView).flatMap((position) => {
    const [image] = before.shown(viewVersion, position, 1);
    return (image && positionNow(image.row.path)) ?? [];
  });
  return {
    focus: positions.find((position) => position !== undefined) ?? Math.max(0, after.counts.inView - 1),
    isSameImage: positions[0] !== undefined,
    selection: positionsToRanges(selected),
  };
}
