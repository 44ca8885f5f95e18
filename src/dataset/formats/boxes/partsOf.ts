import { findSplits } from '../../../core/dataset/splits';

/**
 * The folders that a dataset of pictures is split into: `train` and `val`, or `images/train` and `images/val` where everything is in
 * one folder.
 */
export function partsOf(paths: Iterable<string>): readonly string[] {
  const images = [...paths];
  const found = findSplits(images);
  const slash = images[0]?.indexOf('/') ?? -1;
  if (found.length > 0 || slash < 0) return found;
  const above = images[0]!.slice(0, slash + 1);
  if (!images.every((image) => image.startsWith(above))) return [];
  return findSplits(images.map((image) => image.slice(above.length))).map((split) => `${above}${split}`);
}
