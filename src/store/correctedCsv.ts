import { correctedRows, type CorrectedInput } from '../core/run/correctedRows';
import { hasBoxes } from '../core/run/resultRows';
import { BOX_COLUMNS, CORRECTED_COLUMNS } from '../core/names';
import { writeCsv } from '../files/csvFile';

/** Writes the corrected labels to `outFile`, atomically; returns the number of images. @throws AppError `store-unwritable`. */
export async function writeCorrectedCsv(outFile: string, input: CorrectedInput): Promise<number> {
  const columns = hasBoxes(input.results) ? [...CORRECTED_COLUMNS, ...BOX_COLUMNS] : CORRECTED_COLUMNS;
  await writeCsv(outFile, columns, correctedRows(input));
  return input.results.paths.length + input.unreadable.length;
}
