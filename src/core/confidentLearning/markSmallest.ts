import { selectNth } from './selectNth';

/**
 * Sets `flags` to 1 for the `count` members with the smallest scores; of members with equal scores, the first.
 * A count of 0 or less flags none, one beyond the members flags all. Takes time in proportion to the members.
 */
export function markSmallest(request: {
  readonly flags: Uint8Array;
  readonly members: Int32Array;
  /** Parallel to `members`. */
  readonly scores: Float64Array;
  readonly count: number;
  /** At least as long as `scores`; overwritten. */
  readonly scratch: Float64Array;
}): void {
  const { flags, members, scores } = request;
  const count = Math.min(request.count, members.length);
  if (count <= 0) return;
  const sorted = request.scratch.subarray(0, scores.length);
  sorted.set(scores);
  const largest = selectNth(sorted, count - 1);
  let ties = count;
  for (const score of scores) if (score < largest) ties--;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index]!;
    if (score < largest || (score === largest && ties-- > 0)) flags[members[index]!] = 1;
  }
}
