import type { Box } from '../../../core/dataset/imagePlace';

/** x and y of a corner of an outline. */
export type Point = readonly [number, number];

/** The smallest box with all of the points in it; undefined without any, or where one is no point. */
export function boxAround(points: readonly Point[]): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const [width, height] = [right - left, bottom - top];
  return Number.isFinite(left + top + width + height) ? { x: left, y: top, width, height } : undefined;
}
