import { stat } from 'node:fs/promises';
import { pictureFile, type PlacedImage } from '../core/dataset/imagePlace';
import { systemErrorCode } from '../core/systemErrorCode';
import { listed } from '../core/words/listed';
import { message, type Message } from '../core/words/message';
import { imageFileOf } from '../files/pictureBytes';
import type { StoreLocation } from '../store/location';
import type { Run } from '../store/openRun';
import { imageFolders } from '../store/unpackFolder';

/** So many unpacked files are looked at: there is one for each shard. */
const MOST_FILES = 100;

/** That what was unpacked for a run is gone, in a sentence; none where it is there, or nothing was. */
export async function describeUnpacked(location: StoreLocation, run: Run): Promise<readonly Message[]> {
  if (run.summary.hasPlaces !== true) return [];
  const unpacked = new Map<string, PlacedImage>();
  for (const place of (await run.places()) ?? []) {
    if (place?.unpackedFrom !== undefined && !unpacked.has(place.file))
      unpacked.set(place.file, { path: place.unpackedFrom, place });
    if (unpacked.size === MOST_FILES) break;
  }
  const gone: string[] = [];
  for (const image of unpacked.values()) {
    const code = await stat(imageFileOf(imageFolders(location), image)).then(
      () => undefined,
      systemErrorCode,
    );
    if (code === 'ENOENT') gone.push(pictureFile(image));
  }
  return gone.length === 0 ? [] : [message('unpacked-gone', { files: listed(gone), count: gone.length })];
}
