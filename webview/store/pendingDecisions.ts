import { isSelected, type Selection } from '../grid/selection';

/** A decision that was sent to the host. */
export interface Pending {
  readonly targets: Selection;
  /** How many of them had no decision, when that is known. */
  readonly undecided: number;
  /** The class that was chosen, where one was. */
  readonly label?: string;
}

/** Decisions sent to the host and not yet on disk. */
export type PendingDecisions = readonly Pending[];

export const undecidedOf = (pending: PendingDecisions): number =>
  pending.reduce((sum, { undecided }) => sum + undecided, 0);

export const isPending = (pending: PendingDecisions, position: number): boolean =>
  pending.some(({ targets }) => isSelected(targets, position));
