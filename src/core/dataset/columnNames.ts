/** Header names, lower case with `_` for spaces and dashes, that say "path". */
const PATH_NAMES: ReadonlySet<string> = new Set([
  ...['path', 'paths', 'file', 'files', 'filename', 'file_name', 'filepath', 'file_path', 'fname'],
  ...['image', 'images', 'img', 'image_path', 'img_path', 'image_name', 'image_file', 'image_id', 'img_name'],
]);
/** Header names that say "label". */
const LABEL_NAMES: ReadonlySet<string> = new Set([
  ...[
    'label',
    'labels',
    'class',
    'classes',
    'class_name',
    'category',
    'target',
    'given_label',
    'noisy_label',
  ],
  ...['corrected_label', 'label_name', 'y'],
]);
/** Whether a header name says that its column holds the paths of the images. */
export const isPathColumnName = (name: string): boolean => PATH_NAMES.has(normalizeColumnName(name));

/** Whether a header name says that its column holds the labels. */
export const isLabelColumnName = (name: string): boolean => LABEL_NAMES.has(normalizeColumnName(name));

/** What is said of an image other than what it shows, or in sentences. */
const NO_LABEL_NAMES =
  /^(?:id|idx|index|width|height|split|text|captions?|prompt|description|title|url|source|license)$|_id$/u;

/** Whether a header name says that its column holds no labels, such as captions. */
export const isNoLabelColumnName = (name: string): boolean => NO_LABEL_NAMES.test(normalizeColumnName(name));

/** Lower case with `_` for blanks and dashes. */
export function normalizeColumnName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '_');
}

/** Stands for the name of the label column where each class has a column of its own, with 1 for its images and 0 for others. */
export const ONE_PER_CLASS = 'one per class';
