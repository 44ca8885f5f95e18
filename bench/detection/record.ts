import { appendFile, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { FILTER_BYS, type FilterBy } from '../../src/core/confidentLearning/filterBy';
import { ScriptError } from '../../scripts/scriptError';

/** One scan of a bench and its figures: what a line of a `--keep` file holds. */
const recordSchema = v.object({
  dataset: v.string(),
  images: v.number(),
  noise: v.string(),
  rate: v.number(),
  seed: v.number(),
  preset: v.string(),
  loss: v.string(),
  /** Further flags of the scan. */
  flags: v.string(),
  backend: v.string(),
  errors: v.number(),
  flagged: v.number(),
  precision: v.number(),
  recall: v.number(),
  /** Of the product's own cut. */
  f1: v.number(),
  bestF1: v.number(),
  averagePrecision: v.number(),
  areaUnderRoc: v.number(),
  precisionAt100: v.number(),
  precisionAtErrors: v.number(),
  filterF1: v.record(v.picklist(FILTER_BYS), v.number()) as v.GenericSchema<Record<FilterBy, number>>,
  imageSteps: v.number(),
  multiplyAdds: v.number(),
  trainSeconds: v.number(),
  totalSeconds: v.number(),
  peakRssMb: v.number(),
  warnings: v.array(v.string()),
  runId: v.string(),
});
export type BenchRecord = v.InferOutput<typeof recordSchema>;

export async function keepRecord(file: string, record: BenchRecord): Promise<void> {
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

/** @throws ScriptError naming the line that is not a record. */
export async function readRecords(file: string): Promise<BenchRecord[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ScriptError(`Cannot read ${file}; name a file that --keep has written.`, { cause });
  });
  return text
    .split('\n')
    .map((line, at) => ({ line, number: at + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), recordSchema), line);
      if (!parsed.success)
        throw new ScriptError(
          `${file}, line ${number} is no record (${parsed.issues[0].message}); delete it.`,
        );
      return parsed.output;
    });
}
