import path from 'node:path';
import { CORRECTED_CSV } from '../../core/names';
import type { FolderContents } from '../../core/dataset/folders/folderContents';

/** One way of labelling the images of a folder. */
export type LabelChoice =
  | { readonly kind: 'folders'; readonly classes: number; readonly images: number }
  | ({ readonly kind: 'file' } & FolderContents['labelFiles'][number]);

/** The ways a folder's images can be labelled; one means that there is nothing to ask. */
export function labelChoices({ classFolders, labelFiles }: FolderContents): readonly LabelChoice[] {
  const folders: LabelChoice = {
    kind: 'folders',
    classes: classFolders.length,
    images: classFolders.reduce((sum, folder) => sum + folder.images, 0),
  };
  const files = labelFiles.map((file): LabelChoice => ({ kind: 'file', ...file }));
  // Our own export beside the images is not a second opinion about the labels.
  const foreign = files.filter((_, index) => path.basename(labelFiles[index]!.file) !== CORRECTED_CSV);
  if (classFolders.length >= 2) return foreign.length === 0 ? [folders] : [folders, ...files];
  if (foreign.length > 0) return foreign;
  // A single folder or none: the scan itself says what is missing.
  return files.length > 0 ? files : [folders];
}

/** Which columns of a label file are still unknown. */
export function unknownColumns(choice: LabelChoice): readonly ('pathColumn' | 'labelColumn')[] {
  if (choice.kind === 'folders') return [];
  return (['pathColumn', 'labelColumn'] as const).filter((column) => choice[column] === undefined);
}
