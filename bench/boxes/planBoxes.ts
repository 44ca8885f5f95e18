import { createRng, type Rng } from '../../src/core/rng';
import { plantLabelErrors, type ClassFlip } from '../../scripts/images/noise';
import { plantHalves } from '../photos/plantHalves';
import type { PlannedBox } from './boxSet';

export interface BoxesRequest {
  readonly boxes: number;
  readonly classes: number;
  /** Shares of the boxes that have another class than what they show, and that show nothing. */
  readonly wrong01: number;
  readonly empty01: number;
  /** Classes that half of the wrong labels follow, where there are any. */
  readonly flips: readonly ClassFlip[];
  readonly seed: number;
}

/** How objects lie in a picture. */
export interface Layout {
  /** Edge length of a picture in pixels; it has as many cells along it as `cells`, with one object each, at most. */
  readonly pictureSize: number;
  readonly cells: number;
  readonly boxesPerPicture: { readonly least: number; readonly most: number };
  /** Half the edge of an object, as a share of half a cell. */
  readonly reach: { readonly least: number; readonly most: number };
  /** An object may lie so far beyond its cell, as a share of half of that. */
  readonly beyond01: number;
  /** Edges of a box are off by so much of half the object's edge, at most. */
  readonly slack01: number;
}

/** An object for each box, 0 to `classes` − 1. */
export const drawClasses = ({ boxes, classes, seed }: BoxesRequest): Int32Array => {
  const rng = createRng(seed);
  return Int32Array.from({ length: boxes }, () => rng.nextInt(classes));
};

/** Pictures with objects in random cells. Which boxes are wrong and which are empty is the same for the same seed. */
export function planBoxes(shown: Int32Array, request: BoxesRequest, layout: Layout): PlannedBox[][] {
  const { wrong01, empty01, classes, flips, seed } = request;
  const rng = createRng(seed, 1);
  const noise = { classCount: classes, rate: wrong01, seed: seed + 1 };
  const given = flips.length === 0 ? plantLabelErrors(shown, noise) : plantHalves(shown, { ...noise, flips });
  const pictures: PlannedBox[][] = [];
  for (let next = 0; next < shown.length;) {
    const { least, most } = layout.boxesPerPicture;
    const count = Math.min(shown.length - next, least + rng.nextInt(most - least + 1));
    const cells = Int32Array.from({ length: layout.cells ** 2 }, (_, cell) => cell);
    rng.shuffle(cells);
    const picture = Array.from(cells.subarray(0, count), (cell, i) => {
      const isRight = shown[next + i] === given[next + i];
      const isEmpty = isRight && rng.next01() < empty01 / (1 - wrong01);
      return {
        object: next + i,
        shown: isEmpty ? -1 : shown[next + i]!,
        given: given[next + i]!,
        ...placeIn(cell, rng, layout),
      };
    });
    pictures.push(picture);
    next += count;
  }
  return pictures;
}

function placeIn(cell: number, rng: Rng, layout: Layout): Pick<PlannedBox, 'centre' | 'reach' | 'box'> {
  const { pictureSize, cells, beyond01, slack01 } = layout;
  const cellSize = pictureSize / cells;
  const half = cellSize / 2;
  const reach = half * (layout.reach.least + (layout.reach.most - layout.reach.least) * rng.next01());
  const shift = () => (rng.next01() * 2 - 1) * (half * (1 + beyond01) - reach);
  const within = (at: number) => Math.min(Math.max(at, reach), pictureSize - reach);
  const centre = [
    within(((cell % cells) + 0.5) * cellSize + shift()),
    within((Math.floor(cell / cells) + 0.5) * cellSize + shift()),
  ] as const;
  const slack = () => (rng.next01() * 2 - 1) * slack01 * reach;
  const edge = (at: number) => Math.min(Math.max(at, 0), pictureSize);
  const [left, top] = [edge(centre[0] - reach + slack()), edge(centre[1] - reach + slack())];
  const [right, bottom] = [edge(centre[0] + reach + slack()), edge(centre[1] + reach + slack())];
  return { centre, reach, box: [left, top, right - left, bottom - top] };
}
