/** Lower case without accents, so that "etre" finds "être". */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function matchRank(name: string, query: string): number {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  const at = name.indexOf(query);
  if (at < 0) return -1;
  return /[\s_\-./]/.test(name.charAt(at - 1)) ? 2 : 3;
}

/** The items whose name contains the query: whole name, then start, start of a word, anywhere; else in their order. */
export function matchNames<T>(items: readonly T[], query: string, nameOf: (item: T) => string): readonly T[] {
  const wanted = fold(query.trim());
  if (wanted === '') return items;
  return items
    .map((item, index) => ({ item, index, rank: matchRank(fold(nameOf(item)), wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
}
