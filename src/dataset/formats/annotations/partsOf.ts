import { readFolderLayout } from '../../../core/dataset/folders/folderLayout';

/** The folders that the images of a dataset are split into for training and for judging models, such as `images/train`. */
export function partsOf(images: readonly string[]): readonly string[] {
  const { splits, withoutClasses } = readFolderLayout(images);
  return splits.length > 0 ? splits : withoutClasses.length > 1 ? withoutClasses : [];
}
