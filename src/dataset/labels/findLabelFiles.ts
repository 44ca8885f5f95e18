import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import { ONE_PER_CLASS } from '../../core/dataset/columnNames';
import type { LabelFile } from '../../core/dataset/folders/folderContents';
import { CORRECTED_CSV, RESULT_COLUMNS } from '../../core/names';
import { openTable } from '../../files/table';
import { findClassColumns } from './classColumns';
import { detectColumns, LABEL_TABLE } from './labelColumns';

/** The tables directly in a folder that look like labels. */
export async function findLabelFiles(folder: string): Promise<LabelFile[]> {
  const labelFiles: LabelFile[] = [];
  for (const name of (await readdir(folder)).sort(compareCodeUnits)) {
    if (!/\.(csv|tsv)$/iu.test(name) || name.startsWith('.') || name === CORRECTED_CSV) continue;
    const labelFile = await inspectTable(path.join(folder, name));
    if (labelFile !== undefined) labelFiles.push(labelFile);
  }
  return labelFiles;
}

/** Undefined for a file that does not look like labels: unreadable, no column for paths or for labels, or written by a scan of ours. */
async function inspectTable(file: string): Promise<LabelFile | undefined> {
  try {
    const table = await openTable(file, LABEL_TABLE);
    const detected = detectColumns(table);
    const { columns, pathColumn } = detected;
    const labelColumn =
      detected.labelColumn ?? (findClassColumns(table, detected).length > 0 ? ONE_PER_CLASS : undefined);
    if (columns.length < 2 || isScanResult(columns)) return undefined;
    if (pathColumn === undefined && labelColumn === undefined) return undefined;
    return { file, columns, pathColumn, labelColumn };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function isScanResult(columns: readonly string[]): boolean {
  return RESULT_COLUMNS.every((name) => columns.includes(name));
}
