import type { Decision, PathDecision } from './review';

/** An image as a decision can be about it. */
export interface DecidedImage {
  readonly path: string;
  readonly givenLabel: string;
  /** Undefined where its file was not read, and in runs of version 0.1.0. */
  readonly contentHash?: string | undefined;
}

/**
 * Whether the decision is about this image with this label. What the journal does not say counts as fitting at the same path,
 * as it did in version 0.1.0; at another path only the content tells. A new label that the image has been given since is
 * what the reviewer wanted.
 */
export function isAbout(said: PathDecision, { path, givenLabel, contentHash }: DecidedImage): boolean {
  const isOpen = said.contentHash === undefined || contentHash === undefined;
  if (isOpen ? said.path !== path : said.contentHash !== contentHash) return false;
  return (
    said.givenLabel === undefined ||
    isSameLabel(said.givenLabel, givenLabel) ||
    isDone(said.decision, givenLabel)
  );
}

/** The decision for the image as it is: to relabel it to the label that it has is to keep that. */
export const settled = (decision: Decision | null, { givenLabel }: DecidedImage): Decision | null =>
  isDone(decision, givenLabel) ? { action: 'keep' } : decision;

const isDone = (decision: Decision | null, givenLabel: string) =>
  decision?.action === 'relabel' && isSameLabel(decision.label, givenLabel);

/** However the letters are composed: that depends on the system that a name comes from. */
const isSameLabel = (a: string, b: string) => a === b || a.normalize() === b.normalize();
