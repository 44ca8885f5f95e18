/** What a reviewer decided about one image. `relabel` carries the label to train with. */
export type Decision =
  | { readonly action: 'relabel'; readonly label: string }
  | { readonly action: 'keep' }
  | { readonly action: 'exclude' }
  | { readonly action: 'unsure' };

/** One step of a review: the unit of undo, and one line of the journal. */
export type JournalEntry =
  | {
      readonly v: 1;
      readonly type: 'decide';
      /** Unique in the journal; `undo` and `redo` refer to it, so that journals merged by version control still replay. */
      readonly id: string;
      /** ISO 8601, UTC. */
      readonly at: string;
      readonly decisions: readonly PathDecision[];
    }
  | { readonly v: 1; readonly type: 'undo' | 'redo'; readonly of: string; readonly at: string };

/** A decision about one image; `null` takes earlier decisions back. */
export interface PathDecision {
  readonly path: string;
  readonly decision: Decision | null;
}
