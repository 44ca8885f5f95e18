/** How many names a sentence lists, unless it says otherwise. */
const MOST = 5;

/** The first items as a list for a sentence, which ends with `…` where there are more. */
export function listed(
  items: readonly string[],
  { most = MOST, separator = ', ' }: { readonly most?: number; readonly separator?: string } = {},
): string {
  return (items.length > most ? [...items.slice(0, most), '…'] : items).join(separator);
}
