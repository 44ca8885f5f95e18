/** The items of a list as they were last set. */
export interface SetItems<Item> {
  /** How many there are, with separators. */
  readonly count: number;
  /** The first that can be active. */
  readonly first: Item;
  /** The one that was set active. */
  readonly chosen: Item;
}

/** Tells which moves in a quick pick crossed a replacement of its items. */
export interface CrossedMoves<Item> {
  replaced(items: SetItems<Item>): void;
  /** Takes what VS Code tells to be active. @returns where the user was when the new items came; undefined if nothing was crossed. */
  told(active: Item): Item | undefined;
  /** Something is typed: the items that match it come and go by other rules. */
  typed(): void;
}

/**
 * New items make VS Code go to the first, then to the one that is set active, and tell of both. A move that crosses them
 * is lost that way, but told before these two: as the same place in the new items.
 */
export function createCrossedMoves<Item>(): CrossedMoves<Item> {
  let count: number | undefined;
  let awaited: SetItems<Item> | undefined;
  let toldBefore: Item[] = [];
  return {
    replaced: (items) => {
      // Among other items the same place is another thing.
      awaited = items.count === count ? items : undefined;
      count = items.count;
      toldBefore = [];
    },
    told: (active) => {
      if (awaited === undefined) return undefined;
      const { first, chosen } = awaited;
      if (active !== chosen) {
        toldBefore.push(active);
        return undefined;
      }
      awaited = undefined;
      return toldBefore.at(-1) === first ? toldBefore.at(-2) : toldBefore.at(-1);
    },
    typed: () => {
      awaited = undefined;
    },
  };
}
