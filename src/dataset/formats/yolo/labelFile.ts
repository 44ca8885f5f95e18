import { areClassNames } from './classNames';

const EXTENSION = '.txt';
const IMAGES = '/images/';
const LABELS = '/labels/';

/** Label files among these, by what `labelFileOf` looks for: some tools write `.TXT`. */
export function labelFilesIn(files: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    if (!/\.txt$/iu.test(file) || areClassNames(file)) continue;
    const key = `${file.slice(0, -EXTENSION.length)}${EXTENSION}`;
    if (file === key || !found.has(key)) found.set(key, file);
  }
  return found;
}

/**
 * The label file of an image, among those that are there: below `labels` as the image is below the last `images` of its path, else
 * beside it.
 */
export function labelFileOf(image: string, files: ReadonlyMap<string, string>): string | undefined {
  const stem = `/${image.slice(0, Math.max(image.lastIndexOf('.'), 0))}`;
  const at = stem.lastIndexOf(IMAGES);
  const parallel = `${stem.slice(0, at)}${LABELS}${stem.slice(at + IMAGES.length)}${EXTENSION}`.slice(1);
  const beside = `${stem}${EXTENSION}`.slice(1);
  return (at >= 0 ? files.get(parallel) : undefined) ?? files.get(beside);
}
