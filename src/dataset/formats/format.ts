import type { FormatName } from '../../core/dataset/formats/formatNames';
import type { LabelledPaths } from '../labels/labelledPaths';
import type { WalkedImages, WalkProgress } from '../walk';

/** Where parts of the dataset are unpacked that cannot be read where they are. */
export interface UnpackFolder {
  /** Absolute. */
  readonly folder: string;
  /** Makes what it lies in. @throws AppError `store-unwritable` */
  readonly make: () => Promise<void>;
}

/** A folder that has been walked through, to be read in one of the formats. */
export interface FolderLook {
  /** Absolute. */
  readonly root: string;
  readonly walked: WalkedImages;
  readonly signal: AbortSignal;
  /** Absent: what cannot be read where it is, is refused. */
  readonly unpackTo?: UnpackFolder | undefined;
}

/** By what a folder is seen to be of a format. */
export interface Recognised {
  /** The files that hold its labels, relative to the folder, sorted; none where folders do. */
  readonly files: readonly string[];
}

/** A form that datasets have. */
export interface DatasetFormat {
  readonly name: FormatName;
  /**
   * Undefined where the folder is not of this format. It is only where it labels something: a stray file of a usual name does not
   * make a dataset. Looks at names first, and into files only where those fit.
   */
  recognise(look: FolderLook): Promise<Recognised | undefined>;
  /**
   * The labels of all images, or boxes, by path; yields last how many there are. What cannot be used is counted, and said in
   * warnings.
   * @throws AppError `labels-unreadable` where a file is damaged, naming it and what to do.
   */
  read(look: FolderLook, recognised: Recognised): AsyncGenerator<WalkProgress, LabelledPaths>;
}
