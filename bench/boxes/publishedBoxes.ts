import { link } from 'node:fs/promises';
import path from 'node:path';
import { createRng, type Rng } from '../../src/core/rng';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import { plantLabelErrors } from '../../scripts/images/noise';
import { ScriptError } from '../../scripts/scriptError';
import { pictureSizes } from '../../src/dataset/formats/boxes/pictureSizes';
import type { BoxPicture, BoxSet } from './boxSet';
import type { BoxesRequest } from './planBoxes';

type Box = BoxPicture['boxes'][number]['box'];

/** Places tried for a box that shows nothing. */
const TRIES = 50;

/**
 * A detection set that somebody else has made, in any form that is read, with planted errors: its own labels count as right. It
 * has to be on the disk where results are written.
 */
export async function publishedBoxes(
  folder: string,
  { wrong01, empty01, seed }: Pick<BoxesRequest, 'wrong01' | 'empty01' | 'seed'>,
): Promise<BoxSet> {
  const root = path.resolve(folder);
  const { signal } = new AbortController();
  const { paths, labels, classes, places } = await runSteps(discover({ root, signal }));
  if (places === undefined) throw new ScriptError(`${root} has no boxes.`);
  const rng = createRng(seed, 3);
  const given = plantLabelErrors(labels, { classCount: classes.length, rate: wrong01, seed });
  const byPicture = new Map<string, { readonly at: number; readonly box: Box }[]>();
  for (const at of paths.keys()) {
    const { file = '', box } = places[at] ?? {};
    if (box === undefined) continue;
    const found = { at, box: [box.x, box.y, box.width, box.height] as const };
    const others = byPicture.get(file);
    if (others === undefined) byPicture.set(file, [found]);
    else others.push(found);
  }
  const files = [...byPicture.keys()];
  const sizes = await runSteps(pictureSizes(root, files, signal));
  const pictures = files.flatMap((file, picture): BoxPicture[] => {
    const size = sizes[picture];
    if (size === undefined) return [];
    const found = byPicture.get(file)!;
    const boxes = found.map(({ at, box }) => {
      const isRight = labels[at] === given[at];
      const isMoved = isRight && rng.next01() < empty01 / (1 - wrong01);
      const empty = isMoved
        ? emptyPlace(
            box,
            found.map((other) => other.box),
            { ...size, rng },
          )
        : undefined;
      return { shown: empty === undefined ? labels[at]! : -1, given: given[at]!, box: empty ?? box };
    });
    return [{ ...size, boxes, write: (to) => link(path.join(root, file), to) }];
  });
  return { names: classes, pictures };
}

/** A place of the same size that touches no box; undefined where none is found. */
function emptyPlace(
  [, , width, height]: Box,
  others: readonly Box[],
  { rng, ...size }: { readonly rng: Rng; readonly width: number; readonly height: number },
): Box | undefined {
  for (let tries = 0; tries < TRIES; tries++) {
    const [x, y] = [rng.next01() * (size.width - width), rng.next01() * (size.height - height)];
    const touches = ([left, top, otherWidth, otherHeight]: Box) =>
      x < left + otherWidth && left < x + width && y < top + otherHeight && top < y + height;
    if (x >= 0 && y >= 0 && !others.some(touches)) return [x, y, width, height];
  }
  return undefined;
}
