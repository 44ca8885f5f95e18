import { constants } from 'node:fs';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/**
 * Goes with the flags of a file of the store that is opened in place: a link fails with `ELOOP`. Windows has no such flag;
 * there, as for the folders around a file, it has to do that the store was looked through before.
 */
// Not declared as absent, which it is on Windows.
export const NO_FOLLOW: number = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/** The error for a link in a place where none is followed. */
export const refusedLink = (file: string, cause?: unknown) =>
  new AppError('store-refused', message('store-link', { file }), { cause });
