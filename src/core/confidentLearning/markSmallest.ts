/**
 * Sets `flags` to 1 for the `count` members with the smallest scores; the first members of equal ones. Nothing for a
 * count of 0 or less, all for one beyond the members. Costs one sort of the scores.
 */
export function markSmallest(request: {
  readonly flags: Uint8Array;
  readonly members: Int32Array;
  readonly count: number;
  readonly scoreOf: (member: number) => number;
}): void {
  const { flags, members, count, scoreOf } = request;
  if (count <= 0) return;
  const scores = Float64Array.from(members, scoreOf);
  const largest = scores.toSorted()[Math.min(count, members.length) - 1];
  if (largest === undefined) return;
  let ties = Math.min(count, members.length);
  for (const score of scores) if (score < largest) ties--;
  for (let index = 0; index < members.length; index++) {
    const score = scores[index]!;
    if (score < largest || (score === largest && ties-- > 0)) flags[members[index]!] = 1;
  }
}
