import { webcrypto } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CONTENT_HASH_DIGITS } from '../core/dataset/contentHash';
import type { RunSummary } from '../core/run/run';
import { systemErrorCode } from '../core/systemErrorCode';
import type { FindImageChange, ImageChange } from './imageChange';

/**
 * Looks at the files of a run's images. Only a file that was changed since the run began is read, once, and hashed on another
 * thread. Runs of version 0.1.0 do not tell what an image was.
 */
export function createFindImageChange(root: string, run: RunSummary): FindImageChange {
  const begun = Date.parse(run.createdAt);
  const known = new Map<string, { readonly version: string; readonly change: ImageChange | undefined }>();
  return async ({ path: imagePath, contentHash }) => {
    const file = path.join(root, imagePath);
    const stats = await stat(file).catch(systemErrorCode);
    // Out of reach for another reason, it may well be there. Where all is gone, the journal says more.
    if (typeof stats !== 'object')
      return (stats === 'ENOENT' || stats === 'ENOTDIR') && (await isThere(root)) ? 'gone' : undefined;
    const { mtimeMs, ctimeMs, size } = stats;
    if (contentHash === undefined || Math.max(mtimeMs, ctimeMs) < begun) return undefined;
    const version = [mtimeMs, ctimeMs, size].join();
    const before = known.get(imagePath);
    if (before?.version === version) return before.change;
    const hash = await hashOf(file).catch(() => undefined); // it changes right now, or cannot be read
    const change = hash === undefined || hash === contentHash ? undefined : 'replaced';
    if (hash !== undefined) known.set(imagePath, { version, change });
    return change;
  };
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false, // or out of reach
  );

async function hashOf(file: string): Promise<string> {
  const digest = await webcrypto.subtle.digest('SHA-256', await readFile(file));
  return Buffer.from(digest).toString('hex').slice(0, CONTENT_HASH_DIGITS);
}
