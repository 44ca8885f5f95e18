/** The folds of images whose models go on learning. */
export interface CarriedFolds {
  /** Fold of each image. */
  readonly foldOf: Int32Array;
  /** 1 for images that were there before. */
  readonly isKnown: Uint8Array;
}

/**
 * Every image stays in its fold, so that the model which has never seen it still has not; new ones are dealt to the
 * folds in turn.
 */
export function carriedFolds(
  paths: readonly string[],
  before: { readonly paths: readonly string[]; readonly foldOf: Int32Array; readonly folds: number },
): CarriedFolds {
  const imageBefore = new Map(before.paths.map((path, image) => [path, image]));
  const foldOf = new Int32Array(paths.length);
  const isKnown = new Uint8Array(paths.length);
  let dealt = 0;
  for (const [image, path] of paths.entries()) {
    const known = imageBefore.get(path);
    if (known === undefined) {
      foldOf[image] = dealt++ % before.folds;
      continue;
    }
    foldOf[image] = before.foldOf[known]!;
    isKnown[image] = 1;
  }
  return { foldOf, isKnown };
}
