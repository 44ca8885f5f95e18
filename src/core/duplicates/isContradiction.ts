import type { DuplicateGroup } from './findDuplicates';

/** Whether copies of one picture have different labels; these are class indices by image. */
export function isContradiction({ images }: DuplicateGroup, labels: Int32Array): boolean {
  return images.some((image) => labels[image] !== labels[images[0]!]);
}
