import { constants, lstatSync, openSync } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/** With it, opening a link fails with `ELOOP`. 0 on Windows, which has no such flag, though it is not declared as absent. */
const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/** The error for a link in a place where none is followed. */
export const refusedLink = (file: string, cause?: unknown) =>
  new AppError('store-refused', message('store-link', { file }), { cause });

/**
 * Opens a file of the store that is not replaced as a whole: a link may have come since the store was looked through. Without
 * the flag it is looked at before. @throws the system's error, `ELOOP` for a link
 */
export async function openNoFollow(
  file: string,
  flags: number,
  noFollow: number = NO_FOLLOW,
): Promise<FileHandle> {
  if (noFollow === 0) refuseLink(file, await lstat(file).catch(() => undefined)); // absent, or out of reach
  return open(file, flags | noFollow);
}

/** The same, at once. */
export function openNoFollowSync(file: string, flags: number): number {
  if (NO_FOLLOW === 0) refuseLink(file, lstatSync(file, { throwIfNoEntry: false }));
  return openSync(file, flags | NO_FOLLOW);
}

/** As the flag does. */
function refuseLink(file: string, found: { isSymbolicLink(): boolean } | undefined): void {
  if (found?.isSymbolicLink() === true) throw Object.assign(new Error(`ELOOP: ${file}`), { code: 'ELOOP' });
}
