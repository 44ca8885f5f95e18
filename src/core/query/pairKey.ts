/** A given→suggested pair as one text. Class names may hold any character, so the given one's length separates the two. */
export function pairKey({
  given,
  suggested,
}: {
  readonly given: string;
  readonly suggested: string;
}): string {
  return `${given.length} ${given}${suggested}`;
}
