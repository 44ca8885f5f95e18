import type { LabelSource, SkippedCounts } from '../../core/dataset/dataset';
import type { ImagePlace } from '../../core/dataset/imagePlace';
import type { Message } from '../../core/words/message';

/** Labels by image path, and what was passed over on the way. */
export interface LabelledPaths {
  readonly source: LabelSource;
  readonly labelOf: ReadonlyMap<string, string>;
  /** By path, of images that are no whole file of that path. */
  readonly places?: ReadonlyMap<string, ImagePlace>;
  readonly splits: readonly string[];
  readonly skipped: SkippedCounts;
  /** What was taken for what, where it could be otherwise. */
  readonly warnings: readonly Message[];
}
