import { webcrypto } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { boxContent, contentHashAt, CONTENT_HASH_WORDS } from '../core/dataset/contentHash';
import { pictureFile, type PlacedImage } from '../core/dataset/imagePlace';
import type { RunSummary } from '../core/run/run';
import { systemErrorCode } from '../core/systemErrorCode';
import { readPicture, type ImageFolders } from '../files/pictureBytes';
import type { StoreLocation } from '../store/location';
import { imageFolders } from '../store/unpackFolder';
import type { FindImageChange, ImageChange } from './imageChange';

/**
 * Looks at the files of a run's images. Only a file that was changed since the run began is read, once, and hashed on another
 * thread. Runs of version 0.1.0 do not tell what an image was.
 */
export function createFindImageChange(location: StoreLocation, run: RunSummary): FindImageChange {
  const folders = imageFolders(location);
  const { root } = folders;
  const begun = Date.parse(run.createdAt);
  const known = new Map<string, { readonly version: string; readonly change: ImageChange | undefined }>();
  return async (image) => {
    const { path: imagePath, contentHash } = image;
    const stats = await stat(path.join(root, pictureFile(image))).catch(systemErrorCode);
    // Out of reach for another reason, it may well be there. Where all is gone, the journal says more.
    if (typeof stats !== 'object')
      return (stats === 'ENOENT' || stats === 'ENOTDIR') && (await isThere(root)) ? 'gone' : undefined;
    const { mtimeMs, ctimeMs, size } = stats;
    if (contentHash === undefined || Math.max(mtimeMs, ctimeMs) < begun) return undefined;
    const version = [mtimeMs, ctimeMs, size].join();
    const before = known.get(imagePath);
    if (before?.version === version) return before.change;
    const hash = await hashOf(folders, image).catch(() => undefined); // it changes right now, or cannot be read
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

async function hashOf(folders: ImageFolders, image: PlacedImage): Promise<string> {
  const picture = await hashWords(await readPicture(folders, image));
  const box = image.place?.box;
  return contentHashAt(
    box === undefined ? picture : await hashWords(Buffer.from(boxContent(picture, box))),
    0,
  );
}

async function hashWords(bytes: Uint8Array<ArrayBuffer>): Promise<Uint32Array> {
  const digest = new DataView(await webcrypto.subtle.digest('SHA-256', bytes));
  return Uint32Array.from({ length: CONTENT_HASH_WORDS }, (_, word) => digest.getUint32(word * 4));
}
