import { isBetter } from '../../core/dataset/exchangedColumns';
import { sortClasses } from '../../core/dataset/sortClasses';
import { naturalOrder } from './likelierOrder';

/** Predictions whose rows and columns were both taken in the order of the folders' names as text. */
interface TextOrder {
  readonly paths: readonly string[];
  /** Class indices, parallel to `paths`. */
  readonly labels: Int32Array;
  /** Sorted by code unit, a column each. */
  readonly classes: readonly string[];
  /** The image of each row. */
  readonly imageOfRow: Int32Array;
  /** The likeliest column of each row. */
  readonly predicted: Int32Array;
}

/**
 * Whether rows and columns of folders that are numbers fit the labels better where both are counted, 2 before 10. Neither would by
 * itself: with both in the wrong order, most classes still stand for one class of images, if for the wrong one.
 */
export function fitsCountedBetter({ paths, labels, classes, imageOfRow, predicted }: TextOrder): boolean {
  const counted = sortClasses(classes).map((name) => classes.indexOf(name));
  if (counted.every((label, column) => label === column)) return false;
  let [gained, lost] = [0, 0];
  for (const [row, image] of naturalOrder(paths).entries()) {
    const fits = counted[predicted[row]!] === labels[image];
    const fitted = predicted[row] === labels[imageOfRow[row]!];
    if (fits && !fitted) gained++;
    if (fitted && !fits) lost++;
  }
  return isBetter(gained, lost);
}
