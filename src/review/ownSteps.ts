import type { ReviewLog } from '../core/review/reviewLog';
import type { ReviewRequest } from '../shared/galleryProtocol';

/** The steps that an undo and a redo are about. */
export interface StepTargets {
  readonly undo: string | undefined;
  readonly redo: string | undefined;
}

export const stepTarget = ({ kind }: ReviewRequest, targets: StepTargets): string | undefined =>
  kind === 'undo' || kind === 'redo' ? targets[kind] : undefined;

/**
 * The steps that may be undone in a window: those made there, and those that were there when it was opened, so that a reload
 * takes no undo away. Never those that others have made meanwhile.
 */
export class OwnSteps {
  private readonly ids: Set<string>;

  /** `log` is a replay of the journal as it was opened. */
  constructor(log: ReviewLog) {
    this.ids = new Set(log.stepIds());
  }

  add(id: string): void {
    this.ids.add(id);
  }

  targets(log: ReviewLog): StepTargets {
    const isOwn = (id: string) => this.ids.has(id);
    return { undo: log.undoTarget(isOwn), redo: log.redoTarget(isOwn) };
  }
}
