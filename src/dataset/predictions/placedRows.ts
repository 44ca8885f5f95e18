import { AppError } from '../../core/appError';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { message } from '../../core/words/message';
import type { PredictionsReader } from './predictionsReader';

/** Which image each row of a file is of, and which images have one. */
export class PlacedRows {
  private readonly reader: PredictionsReader;
  private readonly index: Pick<DatasetIndex, 'root' | 'paths'>;
  private readonly isFilled: Uint8Array;
  private readonly images: number[] = [];
  private unmatched = 0;

  constructor(reader: PredictionsReader, index: Pick<DatasetIndex, 'root' | 'paths'>) {
    this.reader = reader;
    this.index = index;
    this.isFilled = new Uint8Array(index.paths.length);
  }

  /** Of each row; negative: of none of the dataset. */
  get imageOfRow(): Int32Array {
    return Int32Array.from(this.images);
  }

  /** Rows about no image of the dataset. */
  get unmatchedRows(): number {
    return this.unmatched;
  }

  /** Indices of the images without a row. */
  get unfilled(): readonly number[] {
    return [...this.isFilled.keys()].filter((image) => this.isFilled[image] === 0);
  }

  /** Takes the next row, counted from 0. @returns whether it is of an image. @throws AppError where that has one already. */
  place(row: number, image: number): boolean {
    this.images.push(image);
    if (image < 0) {
      this.unmatched++;
      return false;
    }
    if (this.isFilled[image] === 1)
      throw new AppError(
        'bad-predictions',
        message('predictions-image-twice', {
          file: this.reader.file,
          row: this.reader.nameRow(row),
          image: this.index.paths[image]!,
        }),
      );
    this.isFilled[image] = 1;
    return true;
  }

  /** Moves the rows that are filled to the front of a matrix of all images. @returns their images. @throws AppError where there are none. */
  gather(data: Uint8Array | Float32Array | Float64Array, width: number): Int32Array {
    const { root, paths } = this.index;
    const images = Int32Array.from(paths.keys()).filter((image) => this.isFilled[image] === 1);
    if (images.length === 0)
      throw new AppError(
        'bad-predictions',
        message('predictions-name-no-image', { file: this.reader.file, root, example: paths[0]! }),
      );
    // In place: an image is never before its position.
    images.forEach((image, position) =>
      data.copyWithin(position * width, image * width, (image + 1) * width),
    );
    return images;
  }
}
