import { stringify } from 'csv-stringify/sync';

/** What an image really shows. `path` is relative to the dataset's folder, `/`-separated. */
export interface TrueLabel {
  readonly path: string;
  readonly trueLabel: string;
}

/** The truth lies beside a dataset's folder, not in it: a scan must not find it. */
export function truthFileOf(folder: string): string {
  return `${folder}.truth.csv`;
}

/** `path,true_label` for every image. */
export function truthToCsv(images: readonly TrueLabel[]): string {
  return stringify(
    images.map(({ path, trueLabel }) => [path, trueLabel]),
    { header: true, columns: ['path', 'true_label'] },
  );
}
