/** The folds of images whose models go on learning. */
export interface CarriedFolds {
  /** Fold of each image. */
  readonly foldOf: Int32Array;
  /** The index that each image had before; −1 for new ones. */
  readonly imageBefore: Int32Array;
}

/**
 * Every image stays in its fold, so the model that has never seen it still has not. New images are dealt to the folds in
 * turn.
 */
export function carriedFolds(
  paths: readonly string[],
  before: { readonly paths: readonly string[]; readonly foldOf: Int32Array; readonly folds: number },
): CarriedFolds {
  const indexBefore = new Map(before.paths.map((path, image) => [path, image]));
  const imageBefore = Int32Array.from(paths, (path) => indexBefore.get(path) ?? -1);
  let dealt = 0;
  const foldOf = imageBefore.map((image) => (image < 0 ? dealt++ % before.folds : before.foldOf[image]!));
  return { foldOf, imageBefore };
}
