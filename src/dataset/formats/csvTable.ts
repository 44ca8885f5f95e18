import path from 'node:path';
import { isNoLabelColumnName } from '../../core/dataset/columnNames';
import type { LabelFile } from '../../core/dataset/folders/folderContents';
import { openTable } from '../../files/table';
import { findLabelFiles } from '../labels/findLabelFiles';
import { readCsvLabels } from '../labels/csvLabels';
import { createImageResolver } from '../labels/imageResolver';
import { LABEL_TABLE } from '../labels/labelColumns';
import type { DatasetFormat, FolderLook } from './format';

/** The only table beside the images that says what they show. */
export const CSV_TABLE: DatasetFormat = {
  name: 'csv',
  recognise: async (look) => {
    const files: string[] = [];
    if (look.walked.paths.length === 0) return undefined;
    for (const table of await findLabelFiles(look.root))
      if (await labelsOneOf(look, table)) files.push(path.basename(table.file));
    return files.length === 1 ? { files } : undefined;
  },
  async *read(look, { files }) {
    const labelled = await readCsvLabels({ ...look, labels: { file: path.join(look.root, ...files) } });
    yield { phase: 'discover', images: labelled.labelOf.size };
    return labelled;
  },
};

/** Whether one of the first rows is about an image of the folder. */
async function labelsOneOf(
  look: FolderLook,
  { file, columns, pathColumn, labelColumn }: LabelFile,
): Promise<boolean> {
  if (pathColumn === undefined || labelColumn === undefined || isNoLabelColumnName(labelColumn)) return false;
  const { head } = await openTable(file, LABEL_TABLE);
  const images = await createImageResolver({ root: look.root, file, images: look.walked.paths });
  for (const { cells } of head) {
    const written = cells[columns.indexOf(pathColumn)] ?? '';
    if (written !== '' && (await images.resolve(written)) !== undefined) return true;
  }
  return false;
}
