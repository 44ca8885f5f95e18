import type { NameList } from './message';

/** How many names a sentence lists, unless it says otherwise. */
const MOST = 5;

/** The first items as a list for a sentence, which ends with `…` where there are more. */
export const listed = (
  items: readonly string[],
  { most = MOST }: { readonly most?: number } = {},
): NameList => ({ list: items.length > most ? [...items.slice(0, most), '…'] : items });
