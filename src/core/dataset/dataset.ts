import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { keptSentenceSchema, type Message } from '../words/message';
import { FORMAT_NAMES } from './formats/formatNames';
import { imagePathSchema } from './imagePath';
import { imagePlaceSchema, type ImagePlace } from './imagePlace';

export const labelSourceSchema = v.variant('kind', [
  v.object({ kind: v.literal('folders') }),
  v.object({
    kind: v.literal('csv'),
    file: v.string(),
    pathColumn: v.string(),
    labelColumn: v.string(),
  }),
  v.object({
    kind: v.literal('annotations'),
    format: v.picklist(FORMAT_NAMES),
    /** Relative to the dataset's folder. */
    files: v.array(imagePathSchema),
  }),
]);
/** Where the labels of a dataset come from. `file` is an absolute path. */
export type LabelSource = Immutable<v.InferOutput<typeof labelSourceSchema>>;

export const skippedCountsSchema = v.object({
  hidden: v.number(),
  notImages: v.number(),
  /** Images without a label: outside any class folder, or without a row in the CSV or an annotation. */
  unlabelled: v.number(),
  /** Images that a CSV or annotations name and that do not exist. */
  missingFiles: v.number(),
});
/** What discovery passed over, so that no file vanishes unexplained. */
export type SkippedCounts = Immutable<v.InferOutput<typeof skippedCountsSchema>>;

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
  /** Absolute path of the folder of what had to be unpacked; absent: nothing could be. */
  readonly unpacked?: string | undefined;
  /** Parallel to `paths`; undefined, or absent for all: the whole file at the path. */
  readonly places?: readonly (ImagePlace | undefined)[];
  /** Top-level folders that the dataset is split into, e.g. `test` and `train`; none where it is not. */
  readonly splits: readonly string[];
  readonly skipped: SkippedCounts;
  /** What is left out of it, and what was taken for a label or a class and could be otherwise; none where absent. */
  readonly warnings?: readonly Message[];
}

export const unreadableImageSchema = v.object({
  path: imagePathSchema,
  givenLabel: v.string(),
  reason: keptSentenceSchema,
  /** Absent: the whole file at the path. */
  place: v.optional(imagePlaceSchema),
});
/** An image that could not be decoded: collected during a run and shown, never thrown. */
export type UnreadableImage = Immutable<v.InferOutput<typeof unreadableImageSchema>>;

/** An image is `height × width × channels` bytes, row-major, 0–255. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** Decoded images, read one at a time: their bytes may lie in memory or in a file. */
export interface PixelTensor extends ImageShape {
  readonly count: number;
  /** Copies the bytes of an image to the start of `into`. */
  read(image: number, into: Uint8Array): void;
}

/** What can be sent to another thread, which opens it for itself (`openPixels`). */
export interface PixelSource extends ImageShape {
  readonly count: number;
  readonly store: PixelStore;
}

export type PixelStore =
  /** One image after another. */
  | { readonly kind: 'memory'; readonly data: Uint8Array }
  /** Image `i` is at byte `places[i] × height × width × channels` of a file. */
  | { readonly kind: 'file'; readonly file: string; readonly places: Int32Array }
  /** The same, of file `fileOf[i]`. */
  | {
      readonly kind: 'files';
      readonly files: readonly string[];
      readonly fileOf: Int32Array;
      readonly places: Int32Array;
    };
