import { webcrypto } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { boxContent, contentHashAt, CONTENT_HASH_WORDS } from '../core/dataset/contentHash';
import type { ImageChange } from '../core/dataset/imageChange';
import { pictureFile, type PlacedImage } from '../core/dataset/imagePlace';
import type { RunSummary } from '../core/run/run';
import { systemErrorCode } from '../core/systemErrorCode';
import { imageFileOf, readPicture, type ImageFolders } from '../files/pictureBytes';
import { isUnpackedVersion } from '../files/unpackedName';
import type { StoreLocation } from '../store/location';
import { imageFolders } from '../store/unpackFolder';
import type { FindImageChange } from './imageChange';

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
    const { path: imagePath, place, contentHash } = image;
    const inDataset = await statsOf(path.join(root, pictureFile(image)));
    // Out of reach for another reason, it may well be there. Where all is gone, the journal says more.
    if (typeof inDataset !== 'object') return isGone(inDataset) && (await isThere(root)) ? 'gone' : undefined;
    const isUnpacked = place?.unpackedFrom !== undefined;
    if (isUnpacked && !isUnpackedVersion(place.file, inDataset)) return 'file-changed';
    const stats = isUnpacked ? await statsOf(imageFileOf(folders, image)) : inDataset;
    if (typeof stats !== 'object') return isGone(stats) ? 'not-unpacked' : undefined;
    const { mtimeMs, ctimeMs, size } = stats;
    if (contentHash === undefined || Math.max(mtimeMs, ctimeMs) < begun) return undefined;
    const version = [mtimeMs, ctimeMs, size].join();
    const before = known.get(imagePath);
    if (before?.version === version) return before.change;
    const found = await changeOf(folders, image);
    if (found === 'unknown') return undefined;
    known.set(imagePath, { version, change: found });
    return found;
  };
}

const statsOf = (file: string) => stat(file).catch(systemErrorCode);

const isGone = (code: string | undefined): boolean => code === 'ENOENT' || code === 'ENOTDIR';

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false, // or out of reach
  );

/** `unknown`: the file changes right now, or cannot be read. */
async function changeOf(
  folders: ImageFolders,
  image: PlacedImage & { readonly contentHash?: string | undefined },
): Promise<ImageChange | undefined | 'unknown'> {
  try {
    return (await hashOf(folders, image)) === image.contentHash ? undefined : 'replaced';
  } catch (error) {
    // An archive that ends before it, or holds something else where it was.
    const code = systemErrorCode(error);
    if (error instanceof RangeError && code === undefined) return 'gone';
    return code?.startsWith('Z_') === true ? 'replaced' : 'unknown';
  }
}

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
