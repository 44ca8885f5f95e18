import { AppError } from '../core/appError';
import type { ResultRow } from '../core/run/run';
import { aboutThing, message, type Message } from '../core/words/message';
import type { Choice } from './reviewStep';

/** What has become of an image's file since a run: it is gone, or another image is in its place. */
export type ImageChange = 'gone' | 'replaced';
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
  const first = changes.findIndex((change) => change !== undefined);
  if (first < 0) return { choices, told: undefined };
  const left = choices.filter((_, i) => changes[i] === undefined);
  const { path: imagePath } = choices[first]!.row;
  const told =
    choices.length === 1
      ? message(changes[first] === 'gone' ? 'undecided-gone' : 'undecided-replaced', { path: imagePath })
      : message('undecided-changed', { count: choices.length - left.length, path: imagePath });
  const thing = choices[0]!.row.place?.box && 'box';
  if (left.length === 0) throw new AppError('image-not-found', aboutThing(told, thing));
  return { choices: left, told };
}
