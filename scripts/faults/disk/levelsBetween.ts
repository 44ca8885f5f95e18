/** So many levels above `from`, evenly up to a step below `to`: 0, 5 for 0 to 10 and two. */
export function levelsBetween(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(from + ((to - from) * i) / count));
}
