import { stat } from 'node:fs/promises';
import type { StoreLocation } from '../../store/location';

export interface SearchedRootsOptions {
  /** The folders that may have been searched. */
  readonly candidates: () => Iterable<string>;
  readonly locate: (root: string) => Promise<Pick<StoreLocation, 'folder'>>;
}

/** The folders that have a store. To locate one means to walk through it, so that is done once until `forget`. */
export class SearchedRoots {
  private readonly options: SearchedRootsOptions;
  private found: Promise<readonly string[]> | undefined;

  constructor(options: SearchedRootsOptions) {
    this.options = options;
  }

  list(): Promise<readonly string[]> {
    this.found ??= this.find();
    return this.found;
  }

  /** Looks again when next asked. */
  forget(): void {
    this.found = undefined;
  }

  private async find(): Promise<readonly string[]> {
    const { candidates, locate } = this.options;
    const roots: string[] = [];
    for (const root of new Set(candidates())) {
      const isThere = await locate(root)
        .then(({ folder }) => stat(folder))
        .then(
          () => true,
          () => false, // Never searched, gone since, or refused: a search says why.
        );
      if (isThere) roots.push(root);
    }
    return roots;
  }
}
