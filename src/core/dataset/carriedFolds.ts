/**
 * The fold of each image, given the index it had before (`imagesBefore`). It stays in its fold, so the model that has never
 * seen it still has not. New images are dealt to the folds in turn.
 */
export function carriedFolds(
  imageBefore: Int32Array,
  before: { readonly foldOf: Int32Array; readonly folds: number },
): Int32Array {
  let dealt = 0;
  return imageBefore.map((image) => (image < 0 ? dealt++ % before.folds : before.foldOf[image]!));
}
