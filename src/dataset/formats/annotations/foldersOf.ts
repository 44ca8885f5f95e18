import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';

/** The folders of files that belong to one image each, which are too many to be named; `.` is the dataset's own. */
export function foldersOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => path.posix.dirname(file)))].sort(compareCodeUnits);
}
