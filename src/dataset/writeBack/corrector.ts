import type { DatasetIndex } from '../../core/dataset/dataset';
import type { Message } from '../../core/words/message';
import type { Corrections } from '../../core/writeBack/correction';
import type { ChangeBounds } from '../../files/changes/changeBounds';
import type { FileChange } from '../../files/changes/fileChange';

export interface CorrectionRequest {
  /** The dataset as it is now. */
  readonly now: DatasetIndex;
  readonly corrections: Corrections;
  readonly bounds: ChangeBounds;
  readonly signal: AbortSignal;
}

/** A correction that cannot be written, and why. */
export interface LeftOutCorrection {
  readonly path: string;
  /** To stand behind the path in a sentence. */
  readonly why: Message;
}

/** What is to be changed for some corrections. Nothing is touched yet. */
export interface CorrectionPlan {
  readonly changes: readonly FileChange[];
  readonly leftOut: readonly LeftOutCorrection[];
  /** What is to be known of it beforehand. */
  readonly notes: readonly Message[];
}

/**
 * Plans how a form of datasets takes corrections.
 * @throws AppError `labels-unreadable`, `cannot-write-back`
 */
export type Corrector = (request: CorrectionRequest) => Promise<CorrectionPlan>;
