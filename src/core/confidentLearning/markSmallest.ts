import { selectNth } from './selectNth';

/**
 * Sets `flags` to 1 for the `count` members with the smallest scores; the first members of equal ones. Nothing for a
 * count of 0 or less, all for one beyond the members. Time in proportion to the members.
 */
export function markSmallest(request: {
  readonly flags: Uint8Array;
  readonly members: Int32Array;
  readonly count: number;
  readonly scoreOf: (member: number) => number;
}): void {
  const { flags, members, scoreOf } = request;
  const count = Math.min(request.count, members.length);
  if (count <= 0) return;
  const scores = new Float64Array(members.length);
  for (let index = 0; index < members.length; index++) scores[index] = scoreOf(members[index]!);
  const largest = selectNth(scores.slice(), count - 1);
  let ties = count;
  for (const score of scores) if (score < largest) ties--;
  for (let index = 0; index < members.length; index++) {
    const score = scores[index]!;
    if (score < largest || (score === largest && ties-- > 0)) flags[members[index]!] = 1;
  }
}
