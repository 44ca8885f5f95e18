import { viewPosition, type ViewPosition } from '../core/spaces';
import { positionsToRanges } from './positionRanges';
import type { ShownImages } from './shownImages';

type Ranges = readonly (readonly [number, number])[];

/** The first image in view without a decision after `from`, going round, outside of `skip`. */
export function nextUndecided(
  images: ShownImages,
  from: ViewPosition,
  skip: Ranges,
): ViewPosition | undefined {
  for (let step = 1; step < images.length; step++) {
    const position = viewPosition((from + step) % images.length);
    if (skip.some(([start, end]) => position >= start && position < end)) continue;
    if (images.at(position).decision === null) return position;
  }
  return undefined;
}

/** The first image in view without a decision; the first of all where each has one. */
export function firstUndecided(images: ShownImages): ViewPosition {
  for (let index = 0; index < images.length; index++) {
    const position = viewPosition(index);
    if (images.at(position).decision === null) return position;
  }
  return viewPosition(0);
}

/** The images at `start … end - 1` without a decision. */
export function undecidedBetween(images: ShownImages, start: number, end: number): [number, number][] {
  const found = images.slice(start, end - start).filter(({ decision }) => decision === null);
  return positionsToRanges(found.map(({ position }) => position));
}

/** The images in view without a decision that have the given→suggested pair of this one, and that label suggested. */
export function undecidedOfPair(images: ShownImages, position: ViewPosition): [number, number][] {
  const { givenLabel, predictedLabel } = images.at(position).row;
  const found = images
    .slice(0, images.length)
    .filter(
      ({ row, decision }) =>
        decision === null &&
        row.givenLabel === givenLabel &&
        row.predictedLabel === predictedLabel &&
        row.offTopic?.isFlagged !== true,
    );
  return positionsToRanges(found.map((other) => other.position));
}
