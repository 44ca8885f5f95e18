import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { BACKENDS } from '../core/run/trainingPlan';
import { writeFileAtomic } from '../files/atomicWrite';

/** Where the measured speeds of backends are kept, inside the cache. */
export const SPEEDS_FILE = 'backend-speeds.json';

const speedSchema = v.pipe(v.number(), v.minValue(0));
const speedsSchema = v.record(v.picklist(BACKENDS), speedSchema);
const fileSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), speedsSchema));

type Speeds = v.InferOutput<typeof speedsSchema>;

/** Remembers measured speeds in a cache folder. A damaged file counts as absent: it only saves time. */
export function createBackendSpeeds(cacheFolder: string) {
  const file = path.join(cacheFolder, SPEEDS_FILE);
  const readAll = async (): Promise<Record<string, Speeds>> => {
    const text = await readFile(file, 'utf8').catch(() => ''); // absent, mostly
    const parsed = v.safeParse(fileSchema, text);
    return parsed.success ? parsed.output : {};
  };
  return {
    read: async (key: string): Promise<Speeds | undefined> => (await readAll())[key],
    write: async (key: string, speeds: Speeds): Promise<void> =>
      writeFileAtomic(file, [JSON.stringify({ ...(await readAll()), [key]: speeds }, null, 1)]),
  };
}
