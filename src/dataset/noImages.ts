import { AppError } from '../core/appError';
import { message } from '../core/words/message';
import { unreadFormats } from './leftOut';
import type { WalkedImages } from './walk';

/** The error for a folder without a single image that can be read. */
export function noImages(root: string, { unread }: Pick<WalkedImages, 'unread'>): AppError {
  const [left] = unreadFormats(unread);
  return new AppError(
    'no-images',
    left === undefined
      ? message('folder-without-images', { root })
      : message('folder-of-unread-images', { root, left }),
  );
}
