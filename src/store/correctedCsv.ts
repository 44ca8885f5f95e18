import { correctedRows, type CorrectedInput } from '../core/run/correctedRows';
import { CORRECTED_COLUMNS } from '../core/names';
import { writeCsv } from '../files/csvFile';

/** Writes the corrected labels to `outFile`, atomically; returns the number of images. @throws AppError `store-unwritable`. */
export async function writeCorrectedCsv(outFile: string, input: CorrectedInput): Promise<number> {
  const rows = correctedRows(input);
  await writeCsv(outFile, CORRECTED_COLUMNS, rows);
  return rows.length;
}
