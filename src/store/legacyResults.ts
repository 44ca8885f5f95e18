import path from 'node:path';
import { RESULT_COLUMNS } from '../core/names';
import { decodeNpy } from '../core/npy';
import { once } from '../core/once';
import { findColumnProblem, rowsToColumns, type RunResults } from '../core/run/resultColumns';
import { parseResultRow } from '../core/run/resultRows';
import type { RunSummary } from '../core/run/run';
import { imageIndex } from '../core/spaces';
import { damaged, readCsv } from '../files/csvFile';
import { checkFolds, readNpy, type ResultsReader } from './columnFiles';
import { runsFolder, type StoreLocation } from './location';
import { message } from '../core/words/message';

/** Reads the results of runs up to version 0.1.0: `results.csv`, in rank order and with exactly its columns. */
export function openLegacyResults(location: StoreLocation, summary: RunSummary): ResultsReader {
  const folder = path.join(runsFolder(location), summary.id);
  // All in one file, which is slow to read: kept once it was.
  const results = once(() => readResults(path.join(folder, 'results.csv'), summary));
  return {
    columns: results,
    async eachPath(visit) {
      for (const [index, image] of (await results()).paths.entries()) visit(image, imageIndex(index));
    },
    // All were whole files.
    places: () => Promise.resolve(undefined),
    async folds() {
      const file = path.join(folder, 'folds.npy');
      const folds = await readNpy(file, decodeNpy);
      return folds && checkFolds(file, Int32Array.from(folds.data), summary);
    },
  };
}

async function readResults(file: string, summary: RunSummary): Promise<RunResults> {
  const share = sharedStrings();
  const rows = await readCsv(file, RESULT_COLUMNS, (cells) => parseResultRow(cells, share));
  const results = rowsToColumns(rows, summary.classes);
  const problem = findColumnProblem(results, summary);
  if (problem !== undefined)
    throw damaged(file, message('file-column', { column: problem.column, why: problem.why }));
  return results;
}

/** Gives one string for all that are equal: one of its own for every label would take more memory than the paths. */
function sharedStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same === undefined) known.set(text, text);
    return same ?? text;
  };
}
