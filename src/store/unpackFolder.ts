import path from 'node:path';
import type { ImageFolders } from '../files/pictureBytes';
import { cacheFolder, ensureStore, type StoreLocation } from './location';

/** Where what cannot be read in place is unpacked, absolute. */
export const unpackFolder = (location: StoreLocation): string => path.join(cacheFolder(location), 'unpacked');

/** The same, with what makes the cache it is in, which is only done where something is to be unpacked. */
export const unpackTo = (location: StoreLocation) => ({
  folder: unpackFolder(location),
  /** @throws AppError `store-unwritable` */
  make: () => ensureStore(location),
});

/** Where the images of a dataset are. */
export const imageFolders = (location: StoreLocation): ImageFolders => ({
  root: location.root,
  unpacked: unpackFolder(location),
});
