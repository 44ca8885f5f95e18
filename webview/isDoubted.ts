import type { SuspectRow } from '../src/shared/galleryProtocol';

/** Whether another class is suggested: not for images that only the checks brought into view, like copies. */
export const isDoubted = ({ givenLabel, suggestedLabel }: SuspectRow): boolean =>
  givenLabel !== suggestedLabel;
