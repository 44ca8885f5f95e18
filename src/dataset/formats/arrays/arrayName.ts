/** Names of arrays of pictures and of their labels; of several, the first is taken. */
const IMAGES = ['x', 'images', 'imgs', 'image', 'img', 'data'];
const LABELS = ['y', 'labels', 'label', 'targets', 'target'];

/** What an array holds, by its name. */
export interface ArrayRole {
  readonly what: 'images' | 'labels';
  /** The rest of the name, e.g. `train` of `x_train` and of `train_labels`: the same for images and labels that belong together. */
  readonly of: string;
  /** The lower, the likelier. */
  readonly place: number;
}

/** Undefined for an array that is called like neither. */
export function arrayRole(name: string): ArrayRole | undefined {
  const words = name.toLowerCase().split(/[\s_.-]+/u);
  for (const at of [0, words.length - 1]) {
    const of = words.filter((_, other) => other !== at).join('_');
    const [images, labels] = [IMAGES, LABELS].map((names) => names.indexOf(words[at]!)) as [number, number];
    if (images >= 0) return { what: 'images', of, place: images };
    if (labels >= 0) return { what: 'labels', of, place: labels };
  }
  return undefined;
}
