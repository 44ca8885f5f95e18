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

/** The box around a box that is turned around a point, in degrees; undefined where one is no number. */
export function boxAroundTurned(box: Box, degrees: number, [aroundX, aroundY]: Point): Box | undefined {
  if (degrees === 0) return boxAround(cornersOf(box));
  const [sine, cosine] = [Math.sin((degrees / 180) * Math.PI), Math.cos((degrees / 180) * Math.PI)];
  return boxAround(
    cornersOf(box).map(([cornerX, cornerY]) => {
      const [x, y] = [cornerX - aroundX, cornerY - aroundY];
      return [aroundX + x * cosine - y * sine, aroundY + x * sine + y * cosine];
    }),
  );
}

const cornersOf = ({ x, y, width, height }: Box): readonly Point[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** An ellipse by its centre and the halves of its axes. */
export interface Ellipse {
  readonly centre: Point;
  readonly halves: Point;
}

/** The box around an ellipse that is turned around its centre. */
export function boxAroundEllipse(
  { centre: [x, y], halves: [a, b] }: Ellipse,
  degrees: number,
): Box | undefined {
  const [sine, cosine] = [Math.sin((degrees / 180) * Math.PI), Math.cos((degrees / 180) * Math.PI)];
  const [width, height] = [Math.hypot(a * cosine, b * sine), Math.hypot(a * sine, b * cosine)];
  return boxAround([
    [x - width, y - height],
    [x + width, y + height],
  ]);
}
