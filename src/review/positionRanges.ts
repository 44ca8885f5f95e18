/** Half-open ranges that cover exactly these positions, in order; `positions` may repeat and be in any order. */
export function positionsToRanges(positions: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === position) last[1]++;
    else ranges.push([position, position + 1]);
  }
  return ranges;
}

/** The positions in half-open `ranges` below `end`, ascending, each once. */
export function rangesToPositions(
  ranges: readonly (readonly [number, number])[],
  end: number,
): readonly number[] {
  const positions = new Set<number>();
  for (const [from, to] of ranges)
    for (let position = from; position < Math.min(to, end); position++) positions.add(position);
  return [...positions].sort((a, b) => a - b);
}
