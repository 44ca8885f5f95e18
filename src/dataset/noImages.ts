import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/** The error for a folder without a single image. */
export function noImages(root: string): AppError {
  return new AppError('no-images', message('folder-without-images', { root }));
}
