import { AppError } from '../core/appError';
import type { ResultRow } from '../core/run/run';
import { aboutThing, message, type Message } from '../core/words/message';
import type { ImageChange } from '../core/dataset/imageChange';
import { pictureFile } from '../core/dataset/imagePlace';
import type { Choice } from './reviewStep';

export type FindImageChange = (image: ResultRow) => Promise<ImageChange | undefined>;

/** As many files are looked at at the same time. */
const PARALLEL = 64;

/**
 * Leaves out what nobody can have looked at: images that are gone or replaced. @returns the rest, and what to tell of the others.
 * @throws AppError `image-not-found` where none is left.
 */
export async function leaveOutChanged(
  choices: readonly Choice[],
  findChange: FindImageChange,
): Promise<{ readonly choices: readonly Choice[]; readonly told: Message | undefined }> {
  const changes: (ImageChange | undefined)[] = [];
  for (let start = 0; start < choices.length; start += PARALLEL)
    changes.push(
      ...(await Promise.all(choices.slice(start, start + PARALLEL).map(({ row }) => findChange(row)))),
    );
  const changed = choices.flatMap(({ row }, i) => {
    const change = changes[i];
    return change === undefined ? [] : [{ row, change }];
  });
  const [first] = changed;
  if (first === undefined) return { choices, told: undefined };
  const left = choices.filter((_, i) => changes[i] === undefined);
  const told = tellChanges(first, changed, choices.length === 1);
  const thing = choices[0]!.row.place?.box && 'box';
  if (left.length === 0) throw new AppError('image-not-found', aboutThing(told, thing));
  return { choices: left, told };
}

interface ChangedImage {
  readonly row: ResultRow;
  readonly change: ImageChange;
}

/** Why nothing is decided about these: for one image, or for a file that is the reason for all, in words of its own. */
function tellChanges(
  { row, change }: ChangedImage,
  changed: readonly ChangedImage[],
  isAlone: boolean,
): Message {
  const { path } = row;
  const count = changed.length;
  const file = pictureFile(row);
  const isSame = changed.every((other) => other.change === change && pictureFile(other.row) === file);
  switch (isSame ? change : undefined) {
    case 'file-changed':
      return message('undecided-file-changed', { file, count });
    case 'not-unpacked':
      return message('undecided-not-unpacked', { file, count });
    case 'gone':
      if (isAlone) return message('undecided-gone', { path });
      break;
    case 'replaced':
      if (isAlone) return message('undecided-replaced', { path });
      break;
    case undefined:
  }
  return message('undecided-changed', { count, path });
}
