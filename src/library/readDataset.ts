import { wordMessage } from '../core/words/message';
import { discover } from '../dataset/discover';
import { datasetRequest, type DatasetOptions } from './datasetOptions';
import { unpackTo } from '../store/unpackFolder';
import { findStore } from './store';
import { runWatched, type Watch } from './watch';

/** What was passed over when a dataset was read. */
export interface Skipped {
  /** Files and folders whose name begins with a dot. */
  readonly hidden: number;
  /** Files that are no images by their name. */
  readonly notImages: number;
  /** Images without a label. */
  readonly unlabelled: number;
  /** Labels whose image is not there. */
  readonly missingFiles: number;
}

/** The labelled images of a folder: image i is `paths[i]`, with the label `classes[labels[i]]`. */
export interface Dataset {
  /** The absolute path of the folder. */
  readonly folder: string;
  /** K names, sorted by code unit. */
  readonly classes: readonly string[];
  /**
   * N paths relative to the folder, with `/` on every system, sorted by code unit. A box has the path of its picture, `#` and
   * the id of its annotation.
   */
  readonly paths: readonly string[];
  /** N class indices. */
  readonly labels: Int32Array;
  /** Top-level folders that the dataset is split into, such as `test` and `train`; none where it is not. */
  readonly splits: readonly string[];
  readonly skipped: Skipped;
  /** What was left out, or taken for a label and could be otherwise: sentences. */
  readonly warnings: readonly string[];
}

/**
 * Finds the labelled images of a folder. No image is opened; what cannot be read where it is, such as the images of Parquet
 * files, is unpacked into `.label-review/cache`.
 * @throws LabelReviewError `folder-not-found`, `store-refused`, `store-unwritable`, `no-images`, `too-few-classes`, `format-unclear`, `labels-unreadable`,
 * `labels-columns-ambiguous`, `labels-match-nothing`, `bad-setting`; the reason of the signal.
 */
export async function readDataset(
  folder: string,
  options: DatasetOptions = {},
  watch: Watch = {},
): Promise<Dataset> {
  const { root, ...where } = datasetRequest(folder, options);
  const location = await findStore(root);
  const found = await runWatched(
    (signal) => discover({ root, ...where, unpackTo: unpackTo(location), signal }),
    watch,
  );
  const { classes, paths, labels, splits, skipped, warnings = [] } = found;
  return {
    folder: root,
    classes,
    paths,
    labels,
    splits,
    skipped,
    warnings: warnings.map((sentence) => wordMessage(sentence)),
  };
}
