import { isSelected, type Selection } from './grid/selection';

interface Pending {
  readonly targets: Selection;
  /** How many of them had no decision, when that is known. */
  readonly undecided: number;
}

/** Decisions sent to the host and not yet on disk. */
export class PendingDecisions {
  private readonly pending = new Set<Pending>();

  add(pending: Pending): () => void {
    this.pending.add(pending);
    return () => this.pending.delete(pending);
  }

  get size(): number {
    return this.pending.size;
  }

  get undecided(): number {
    return [...this.pending].reduce((sum, { undecided }) => sum + undecided, 0);
  }

  get ranges(): [number, number][] {
    return [...this.pending].flatMap(({ targets }) =>
      targets.map(([start, end]): [number, number] => [start, end]),
    );
  }

  has(position: number): boolean {
    for (const { targets } of this.pending) if (isSelected(targets, position)) return true;
    return false;
  }
}
