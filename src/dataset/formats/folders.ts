import { AppError } from '../../core/appError';
import { readFolderLayout } from '../../core/dataset/folders/folderLayout';
import { classFolderOf, isPartName } from '../../core/dataset/splits';
import { message } from '../../core/words/message';
import type { LabelledPaths } from '../labels/labelledPaths';
import type { DatasetFormat, FolderLook } from './format';

/** A class per subfolder of the dataset, or of its `train`, `test` and the like. */
export const FOLDERS: DatasetFormat = {
  name: 'folders',
  recognise: ({ walked }) => Promise.resolve(hasClasses(walked.paths) ? { files: [] } : undefined),
  async *read(look) {
    const labelled = await Promise.resolve(readFolders(look));
    yield { phase: 'discover', images: labelled.labelOf.size };
    return labelled;
  },
};

function hasClasses(paths: readonly string[]): boolean {
  const { splits, withoutClasses } = readFolderLayout(paths);
  if (withoutClasses.length > 0) return false;
  const labels = new Set<string>();
  for (const image of paths) {
    const label = classFolderOf(image, splits);
    if (label !== undefined) labels.add(label);
  }
  // Of `JPEGImages` and `SegmentationClass` something else has to say what the images show.
  return labels.size > 1 && ![...labels].every(isPartName);
}

function readFolders({ root, walked }: FolderLook): LabelledPaths {
  const labelOf = new Map<string, string>();
  const { splits, withoutClasses, warnings } = readFolderLayout(walked.paths);
  if (withoutClasses.length > 0)
    throw new AppError(
      'too-few-classes',
      message('splits-without-classes', { root, folders: { list: withoutClasses } }),
    );
  for (const image of walked.paths) {
    const label = classFolderOf(image, splits);
    if (label !== undefined) labelOf.set(image, label);
  }
  return {
    source: { kind: 'folders' },
    labelOf,
    splits,
    skipped: {
      hidden: walked.hidden,
      notImages: walked.notImages,
      unlabelled: walked.paths.length - labelOf.size,
      missingFiles: 0,
    },
    warnings,
  };
}
