import path from 'node:path';
import { compareCodeUnits } from '../core/compareCodeUnits';
import type { FolderContents } from '../core/dataset/folders/folderContents';
import { readFolderLayout } from '../core/dataset/folders/folderLayout';
import { classFolderOf } from '../core/dataset/splits';
import { ALL_FORMATS } from './formats/allFormats';
import { recogniseFormats, withoutStrays } from './formats/chooseFormat';
import { findLabelFiles } from './labels/findLabelFiles';
import { runSteps } from '../core/steps';
import { walkImages } from './walk';

/** Of a file for each image there may be a million. */
const MOST_FILES_NAMED = 10;

/**
 * Looks at a folder before a scan, so that the user is asked only what cannot be told.
 * @throws AppError `folder-not-found`.
 */
export async function inspectFolder(root: string, signal: AbortSignal): Promise<FolderContents> {
  const folder = path.resolve(root);
  const walked = await runSteps(walkImages({ root: folder, signal }));
  const { paths } = walked;
  const counts = new Map<string, number>();
  const { splits, withoutClasses } = readFolderLayout(paths);
  for (const image of paths) {
    const name = withoutClasses.length > 0 ? undefined : classFolderOf(image, splits);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const classFolders = [...counts].map(([name, images]) => ({ name, images }));
  classFolders.sort((a, b) => compareCodeUnits(a.name, b.name));
  const look = { root: folder, walked, signal };
  const recognised = await withoutStrays(look, await recogniseFormats(look, ALL_FORMATS));
  const annotations = recognised
    .filter(({ format }) => format.name !== 'folders')
    .map(({ format, files }) => ({ format: format.name, files: files.slice(0, MOST_FILES_NAMED) }));
  return {
    classFolders,
    labelFiles: await findLabelFiles(folder),
    ...(annotations.length > 0 && { annotations }),
  };
}
