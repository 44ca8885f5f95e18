import { createRng, type Rng } from '../../src/core/rng';
import { plantLabelErrors } from '../../scripts/images/noise';

export interface BoxesRequest {
  readonly boxes: number;
  readonly classes: number;
  /** Shares of the boxes that have another class than what they show, and that show nothing. */
  readonly wrong01: number;
  readonly empty01: number;
  readonly seed: number;
}

/** An object of a picture, or a place where none is. In pixels of the picture. */
export interface PlannedBox {
  /** −1 for none. */
  readonly shown: number;
  readonly given: number;
  readonly centre: readonly [number, number];
  /** Half the edge of the square that the object is drawn in. */
  readonly reach: number;
  /** As it is annotated: around the object, not to the pixel. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
}

/** Edge length of a picture in pixels, and the cells along it: one object in each, at most. */
export const PICTURE_SIZE = 256;
const CELLS = 4;
const CELL_SIZE = PICTURE_SIZE / CELLS;
const BOXES_PER_PICTURE = { least: 4, most: 12 };
/** Of half a cell. */
const REACH = { least: 0.55, most: 0.92 };
/** Edges of a box are off by so much of the object, at most. */
const SLACK = 0.12;

/** Pictures with objects in random cells. Which boxes are wrong and which are empty is the same for the same seed. */
export function planBoxes({ boxes, classes, wrong01, empty01, seed }: BoxesRequest): PlannedBox[][] {
  const rng = createRng(seed);
  const shown = Int32Array.from({ length: boxes }, () => rng.nextInt(classes));
  const given = plantLabelErrors(shown, { classCount: classes, rate: wrong01, seed: seed + 1 });
  const pictures: PlannedBox[][] = [];
  for (let next = 0; next < boxes;) {
    const { least, most } = BOXES_PER_PICTURE;
    const count = Math.min(boxes - next, least + rng.nextInt(most - least + 1));
    const cells = Int32Array.from({ length: CELLS * CELLS }, (_, cell) => cell);
    rng.shuffle(cells);
    const picture = Array.from(cells.subarray(0, count), (cell, i) => {
      const isRight = shown[next + i] === given[next + i];
      const isEmpty = isRight && rng.next01() < empty01 / (1 - wrong01);
      return { shown: isEmpty ? -1 : shown[next + i]!, given: given[next + i]!, ...placeIn(cell, rng) };
    });
    pictures.push(picture);
    next += count;
  }
  return pictures;
}

function placeIn(cell: number, rng: Rng): Pick<PlannedBox, 'centre' | 'reach' | 'box'> {
  const half = CELL_SIZE / 2;
  const reach = half * (REACH.least + (REACH.most - REACH.least) * rng.next01());
  const shift = () => (rng.next01() * 2 - 1) * (half - reach);
  const centre = [
    ((cell % CELLS) + 0.5) * CELL_SIZE + shift(),
    (Math.floor(cell / CELLS) + 0.5) * CELL_SIZE + shift(),
  ] as const;
  const slack = () => (rng.next01() * 2 - 1) * SLACK * reach;
  const [left, top] = [centre[0] - reach + slack(), centre[1] - reach + slack()];
  const [right, bottom] = [centre[0] + reach + slack(), centre[1] + reach + slack()];
  return { centre, reach, box: [left, top, right - left, bottom - top] };
}
