import path from 'node:path';
import type { Message } from '../../../core/words/message';
import type { EndMatch } from '../../labels/endLookup';
import { createImageResolver } from '../../labels/imageResolver';
import type { FolderLook } from '../format';

/** Finds the images that a file lists. */
export interface ListedPictures {
  readonly find: (written: string) => Promise<EndMatch | undefined>;
  /** What was taken for what, where an image was not simply there. */
  readonly warnings: () => readonly Message[];
}

/** Of a file that lists images relative to itself, to its `images` or to the dataset, or by paths of another machine. */
export async function createListedPictures(look: FolderLook, file: string): Promise<ListedPictures> {
  const { root, walked } = look;
  const beside = path.posix.dirname(file);
  const known = new Set(walked.paths);
  const resolver = await createImageResolver({ root, file: path.join(root, file), images: walked.paths });
  return {
    find: async (written) => {
      const inImages = path.posix.join(beside, 'images', written);
      const image = known.has(inImages) ? inImages : await resolver.resolve(written);
      return image === undefined ? undefined : { image };
    },
    warnings: resolver.warnings,
  };
}
