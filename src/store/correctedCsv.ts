import { correctedRows, type CorrectedInput } from '../core/run/correctedRows';
import { CORRECTED_COLUMNS } from '../core/names';
import { writeCsv } from '../files/csvFile';

/** Writes the corrected labels to `outFile`, atomically; returns the number of images. @throws AppError `store-unwritable`. */
export async function writeCorrectedCsv(outFile: string, input: CorrectedInput): Promise<number> {
  await writeCsv(outFile, CORRECTED_COLUMNS, correctedRows(input));
  return input.results.paths.length + input.unreadable.length;
}
