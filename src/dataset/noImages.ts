import { AppError } from '../core/appError';
import { message } from '../core/words/message';
import { besideUnusedLabels } from './unusedLabels';
import { unreadFormats } from './leftOut';
import type { WalkedImages } from './walk';

/** The error for a folder without a single image that can be read. */
export function noImages(root: string, walked: Pick<WalkedImages, 'unread' | 'annotations'>): AppError {
  const [left] = unreadFormats(walked.unread);
  return new AppError(
    'no-images',
    left === undefined
      ? besideUnusedLabels(message('folder-without-images', { root }), walked)
      : message('folder-of-unread-images', { root, left }),
  );
}
