import { AppError } from '../../../core/appError';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { LabelValue } from '../archives/labelValue';
import { LeftOutImages } from '../archives/leftOutImages';
import type { FolderLook } from '../format';

/** The pixels of one picture. */
export type PictureShape = NonNullable<ImagePlace['shape']>;

/** Pictures of one size in a row, a byte a value. */
export interface PictureArray {
  /** Before the index of an image in its path. */
  readonly path: string;
  /** Of all of them together. */
  readonly place: Pick<ImagePlace, 'file' | 'unpackedFrom'>;
  /** Where the first picture begins. */
  readonly start: number;
  readonly count: number;
  readonly shape: PictureShape;
}

const isColours = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;

/**
 * How each picture of an array is laid out: N×H×W, N×H×W×C, N×C×H×W with 1 or 3 channels, or N rows of as many pixels as a square has.
 * @throws AppError `labels-unreadable` for anything else, for an array of no pictures, and where channels may come first or last.
 */
export function pictureShape(array: string, sizes: readonly number[]): PictureShape {
  const [, first, , last] = sizes;
  const refuse = (id: 'array-no-pictures' | 'array-shape-unclear') =>
    new AppError('labels-unreadable', message(id, { array, shape: sizes.join(' × ') }));
  if (sizes.length === 4 && isColours(first) && isColours(last)) throw refuse('array-shape-unclear');
  const shape = sizes.some((size) => size < 1) ? undefined : clearShape(sizes);
  if (shape === undefined) throw refuse('array-no-pictures');
  return shape;
}

function clearShape(sizes: readonly number[]): PictureShape | undefined {
  const [, height = 0, width = 0, channels = 0] = sizes;
  if (sizes.length === 2) {
    const edge = Math.round(Math.sqrt(height));
    return edge * edge === height && edge > 1 ? { height: edge, width: edge, channels: 1 } : undefined;
  }
  if (sizes.length === 3) return { height, width, channels: 1 };
  if (sizes.length !== 4) return undefined;
  if (isColours(channels)) return { height, width, channels };
  const planar = { height: width, width: channels };
  if (height === 3) return { ...planar, channels: 3, isPlanar: true };
  return height === 1 ? { ...planar, channels: 1 } : undefined;
}

export const pictureBytes = ({ height, width, channels }: PictureShape): number => height * width * channels;

/** Images of arrays, with their labels. */
export class FoundPictures {
  readonly warnings: Message[] = [];
  private readonly labelOf = new Map<string, string>();
  private readonly places = new Map<string, ImagePlace>();
  private readonly arrays: string[] = [];
  private readonly leftOut = new LeftOutImages();
  private unlabelled = 0;

  get count(): number {
    return this.labelOf.size;
  }

  /** Takes an array of pictures; `label` is asked for each. */
  add({ path, place, start, count, shape }: PictureArray, label: (index: number) => LabelValue): void {
    const bytes = pictureBytes(shape);
    this.arrays.push(path);
    for (let index = 0; index < count; index++) {
      const image = `${path}/${index}`;
      const value = label(index);
      if (value.why !== undefined) this.leftOut.add(image, value.why);
      else if (value.label === undefined) this.unlabelled++;
      else {
        this.labelOf.set(image, value.label);
        this.places.set(image, { ...place, range: { offset: start + index * bytes, bytes }, shape });
      }
    }
  }

  /** Taken for squares, which nothing says. */
  noteSquares(array: string, { height, width }: PictureShape): void {
    this.warnings.push(message('array-squares', { array, size: `${height} × ${width}` }));
  }

  labelled({ walked }: FolderLook, format: 'idx' | 'npz', files: readonly string[]): LabelledPaths {
    return {
      source: { kind: 'annotations', format, files },
      labelOf: this.labelOf,
      places: this.places,
      // Arrays are given for training and for testing.
      splits: this.arrays.length < 2 ? [] : this.arrays,
      skipped: {
        hidden: walked.hidden,
        notImages: walked.notImages - files.length,
        unlabelled: this.unlabelled,
        missingFiles: 0,
      },
      warnings: [...this.warnings, ...this.leftOut.warnings()],
    };
  }
}
