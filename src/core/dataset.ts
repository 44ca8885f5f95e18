/** Where the labels of a dataset come from. `file` is an absolute path. */
export type LabelSource =
  | { readonly kind: 'folders' }
  | {
      readonly kind: 'csv';
      readonly file: string;
      readonly pathColumn: string;
      readonly labelColumn: string;
    };

/** What discovery passed over, so that no file vanishes unexplained. */
export interface SkippedCounts {
  readonly hidden: number;
  readonly notImages: number;
  /** Images without a label: outside any class folder, or without a row in the CSV. */
  readonly unlabelled: number;
  /** CSV rows whose image does not exist. */
  readonly missingFiles: number;
}

/** Every labelled image of a dataset. Image `i` is `paths[i]` with label `classes[labels[i]]`. */
export interface DatasetIndex {
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  readonly labelSource: LabelSource;
  /** Sorted by code unit. */
  readonly classes: readonly string[];
  /** Relative to `root`, `/`-separated on every system, sorted by code unit, unique. */
  readonly paths: readonly string[];
  /** Class indices, parallel to `paths`. */
  readonly labels: Int32Array;
  /** Top-level folders that the dataset is split into, e.g. `test` and `train`; none where it is not. */
  readonly splits: readonly string[];
  readonly skipped: SkippedCounts;
}

/** An image that could not be decoded: collected during a run and shown, never thrown. */
export interface UnreadableImage {
  readonly path: string;
  readonly givenLabel: string;
  readonly reason: string;
}

/** Decoded images: `count × height × width × channels` bytes, row-major, 0–255. */
export interface PixelTensor {
  readonly data: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}
