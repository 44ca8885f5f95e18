const IMAGES = '/images/';
const LABELS = '/labels/';

/**
 * The label file of an image, among those that are there: below `labels` as the image is below the last `images` of its path, else
 * beside it.
 */
export function labelFileOf(image: string, files: ReadonlySet<string>): string | undefined {
  const stem = `/${image.slice(0, Math.max(image.lastIndexOf('.'), 0))}`;
  const at = stem.lastIndexOf(IMAGES);
  const parallel = `${stem.slice(0, at)}${LABELS}${stem.slice(at + IMAGES.length)}.txt`.slice(1);
  if (at >= 0 && files.has(parallel)) return parallel;
  const beside = `${stem}.txt`.slice(1);
  return files.has(beside) ? beside : undefined;
}
