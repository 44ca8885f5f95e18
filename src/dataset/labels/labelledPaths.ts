import type { LabelSource, SkippedCounts } from '../../core/dataset/dataset';

/** Labels in a CSV. `file` is absolute or relative to the working directory; columns are detected when absent. */
export interface LabelsRequest {
  readonly file: string;
  readonly pathColumn?: string;
  readonly labelColumn?: string;
}

/** Labels by image path, and what was passed over on the way. */
export interface LabelledPaths {
  readonly source: LabelSource;
  readonly labelOf: ReadonlyMap<string, string>;
  readonly splits: readonly string[];
  readonly skipped: SkippedCounts;
}
