import { rename, rm } from 'node:fs/promises';
import type { SmallDisk } from '../disk/smallDisk';

/** A dataset on a disk of its own. */
export interface Place {
  readonly disk: SmallDisk;
  readonly root: string;
  /** Where the dataset goes when it is moved away. */
  readonly away: string;
  /** Another dataset, which is put in its place. */
  readonly other: string;
}

/** What may become of a dataset's folder while it is in use. */
export interface FolderWay {
  readonly name: string;
  readonly change: (place: Place) => Promise<void>;
  /** Where what was saved must be found afterwards; nowhere: who deletes the folder deletes the decisions. */
  readonly journals: readonly ('root' | 'away')[];
  /** Whether there is to be no folder any more, nor a new one in its place. */
  readonly isGone: boolean;
}

export const FOLDER_WAYS: readonly FolderWay[] = [
  {
    name: 'deleted',
    change: ({ root }) => rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 1 }),
    journals: [],
    isGone: true,
  },
  { name: 'renamed', change: ({ root, away }) => rename(root, away), journals: ['away'], isGone: true },
  {
    name: 'replaced',
    change: async ({ root, away, other }) => {
      await rename(root, away);
      await rename(other, root);
    },
    journals: ['root', 'away'],
    isGone: false,
  },
  { name: 'made read-only', change: ({ disk }) => makeReadOnly(disk), journals: ['root'], isGone: false },
];

/** Files are open for writing for a moment only; so often it is tried to find another one. */
const MOST_TRIES = 200;

async function makeReadOnly(disk: SmallDisk): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await disk.makeReadOnly();
      return;
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
}
