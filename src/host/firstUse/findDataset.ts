import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { isLabelColumnName, isPathColumnName } from '../../core/dataset/columnNames';
import { isImageFile } from '../../core/dataset/imageFiles';
import { message } from '../../core/words/message';
import { openTable } from '../../files/table';
import { glanceAtFolder, isClassFolders } from '../scan/glanceAtFolder';

/** Why a folder is taken for a labelled dataset. */
export type FoundDataset =
  { readonly kind: 'folders'; readonly classes: number } | { readonly kind: 'table'; readonly name: string };

/** More tables than that are data of another kind. */
const TABLES_READ = 3;

/** Whether a folder is a labelled dataset, by a glance at its names and the first rows of its tables. */
export async function findDataset(root: string): Promise<FoundDataset | undefined> {
  const glance = await glanceAtFolder(root);
  if (isClassFolders(glance)) return { kind: 'folders', classes: glance.classes.size };
  for (const name of glance.tables.slice(0, TABLES_READ))
    if (await isLabelTable(root, name)) return { kind: 'table', name };
  return undefined;
}

/** Whether a table has a column of labels, and one of paths whose first names an image that is there. */
async function isLabelTable(root: string, name: string): Promise<boolean> {
  try {
    const { head } = await openTable(path.join(root, name), {
      code: 'labels-unreadable',
      noun: message('noun-label-file'),
      row: message('row-path-and-label'),
    });
    const [header = [], first = []] = head.map(({ cells }) => cells);
    const image = first[header.findIndex(isPathColumnName)];
    if (image === undefined || !isImageFile(image) || !header.some(isLabelColumnName)) return false;
    return await stat(path.resolve(root, image)).then(
      (found) => found.isFile(),
      () => false, // not of this folder
    );
  } catch (error) {
    if (error instanceof AppError) return false; // no table
    throw error;
  }
}
