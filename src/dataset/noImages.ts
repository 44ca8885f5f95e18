import { AppError } from '../core/appError';
import { compareCodeUnits } from '../core/compareCodeUnits';
import { message, type Message } from '../core/words/message';
import { besideUnusedLabels } from './unusedLabels';
import { unreadFormats } from './leftOut';
import type { WalkedImages } from './walk';

/** The error for a folder without a single image that can be read. */
export function noImages(
  root: string,
  walked: Pick<WalkedImages, 'unread' | 'annotations'>,
  warnings: readonly Message[] = [],
): AppError {
  // What a reader has found and left out says more than what is missing.
  const left = warnings.find(({ id }) => id === 'images-left-out') ?? unreadFormats(walked.unread)[0];
  return new AppError(
    'no-images',
    left === undefined
      ? (besideHolder(root, walked) ?? besideUnusedLabels(message('folder-without-images', { root }), walked))
      : message('folder-of-unread-images', { root, left }),
  );
}

/** What files that may hold images have to hold, by their names. */
const HOLDERS: readonly (readonly [name: RegExp, wanted: Message])[] = [
  [/\.parquet$/iu, message('wanted-in-parquet')],
  [/\.(?:tar|zip)$/iu, message('wanted-in-archive')],
  [/\.(?:npz|npy)$/iu, message('wanted-in-arrays')],
];

/** Names a file that was looked into, and what it would have to hold; undefined where there is none. */
function besideHolder(root: string, { annotations }: Pick<WalkedImages, 'annotations'>): Message | undefined {
  for (const file of [...annotations].sort(compareCodeUnits)) {
    const holder = HOLDERS.find(([name]) => name.test(file));
    if (holder !== undefined) return message('folder-of-unused-holder', { root, file, wanted: holder[1] });
  }
  return undefined;
}
