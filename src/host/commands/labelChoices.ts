import path from 'node:path';
import { CORRECTED_CSV } from '../../core/names';
import type { FolderContents } from '../../core/dataset/folders/folderContents';
import type { ChosenLabels } from '../runs/runController';

/** One way of labelling the images of a folder. */
export type LabelChoice =
  | { readonly kind: 'folders'; readonly classes: number; readonly images: number }
  | ({ readonly kind: 'file' } & FolderContents['labelFiles'][number])
  | ({ readonly kind: 'annotations' } & NonNullable<FolderContents['annotations']>[number]);

/** The ways a folder's images can be labelled; one means that there is nothing to ask. */
export function labelChoices(contents: FolderContents): readonly LabelChoice[] {
  const annotations = (contents.annotations ?? []).map((form): LabelChoice => ({
    kind: 'annotations',
    ...form,
  }));
  const others = choicesBesides(contents);
  const [first] = others;
  // Folders that are no classes are no choice beside annotations.
  const isChoice = first?.kind !== 'folders' || contents.classFolders.length >= 2;
  return [...annotations, ...(annotations.length > 0 && !isChoice ? others.slice(1) : others)];
}

/** Without annotations: class folders, tables, or both. */
function choicesBesides({ classFolders, labelFiles }: FolderContents): readonly LabelChoice[] {
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
  if (choice.kind !== 'file') return [];
  return (['pathColumn', 'labelColumn'] as const).filter((column) => choice[column] === undefined);
}

/** What a search is asked for; the columns of a table are as far as they are known. */
export function toChosenLabels(choice: LabelChoice): ChosenLabels {
  switch (choice.kind) {
    case 'folders':
      return { format: 'folders' };
    case 'annotations':
      return { format: choice.format };
    case 'file': {
      const { file, pathColumn, labelColumn } = choice;
      return { labels: { file, pathColumn, labelColumn } };
    }
  }
}

/** Whether somebody has to say which is meant: more than one form explains the folder. */
export const isUnclear = (choices: readonly LabelChoice[]): boolean =>
  choices.filter(({ kind }) => kind !== 'file').length > 1;
