import path from 'node:path';
import * as v from 'valibot';
import {
  copiedPathsSchema,
  faultyPathsSchema,
  mapFaults,
  NO_CHECKS,
  type ChecksByPath,
  type ImageChecks,
} from '../core/dataset/imageChecks';
import { writeFileAtomic } from '../files/atomicWrite';
import { runsFolder, type StoreLocation } from './location';
import { readJson } from '../files/readJson';

const duplicatesSchema = v.object({ schema: v.literal(1), groups: v.array(copiedPathsSchema) });
const faultsSchema = v.object({ schema: v.literal(1), faults: faultyPathsSchema });

const fileOf = (location: StoreLocation, runId: string, name: 'duplicates' | 'faults') =>
  path.join(runsFolder(location), runId, `${name}.json`);

/** Writes the checks of a run that is not yet finished; image i is `paths[i]`. @throws AppError `store-unwritable`. */
export async function writeChecks(
  location: StoreLocation,
  runId: string,
  { groups, faults, paths }: ImageChecks & { readonly paths: readonly string[] },
): Promise<void> {
  const pathsOf = (images: Int32Array) => Array.from(images, (image) => paths[image]!);
  await writeFileAtomic(fileOf(location, runId, 'duplicates'), groupLines());
  const content = { schema: 1, faults: mapFaults((fault) => pathsOf(faults[fault])) };
  await writeFileAtomic(fileOf(location, runId, 'faults'), [`${JSON.stringify(content)}\n`]);

  // A group a line: good to look at, and no string of hundreds of megabytes.
  function* groupLines(): Generator<string> {
    yield '{"schema":1,"groups":[';
    for (const [i, { images, isExact }] of groups.entries())
      yield `${i === 0 ? '\n' : ',\n'}${JSON.stringify({ isExact, paths: pathsOf(images) })}`;
    yield '\n]}\n';
  }
}

/** Nothing for runs without checks: of older versions, or of predictions made elsewhere. @throws AppError `run-damaged`. */
export async function readChecks(location: StoreLocation, runId: string): Promise<ChecksByPath> {
  const duplicates = await readJson(fileOf(location, runId, 'duplicates'), duplicatesSchema);
  const faults = await readJson(fileOf(location, runId, 'faults'), faultsSchema);
  return { groups: duplicates?.groups ?? NO_CHECKS.groups, faults: faults?.faults ?? NO_CHECKS.faults };
}
