/** The places that a replica takes of so many: in the order of the ranks, of nearly equal number. */
export function shardOf(
  count: number,
  { rank, size }: { readonly rank: number; readonly size: number },
): { readonly from: number; readonly to: number } {
  return { from: Math.floor((rank * count) / size), to: Math.floor(((rank + 1) * count) / size) };
}
