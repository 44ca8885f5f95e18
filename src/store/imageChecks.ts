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
import { IMAGE_FAULTS } from '../core/faults/findFaults';
import type { RunSummary } from '../core/run/run';
import { message } from '../core/words/message';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
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

/**
 * Nothing for runs without checks: of older versions, or of predictions made elsewhere.
 * @throws AppError `run-damaged`, also where there are not as many as the run counts.
 */
export async function readChecks(
  location: StoreLocation,
  { id, checks: counts }: Pick<RunSummary, 'id' | 'checks'>,
): Promise<ChecksByPath> {
  const [ofCopies, ofFaults] = [fileOf(location, id, 'duplicates'), fileOf(location, id, 'faults')];
  const groups = (await readJson(ofCopies, duplicatesSchema))?.groups ?? NO_CHECKS.groups;
  const faults = (await readJson(ofFaults, faultsSchema))?.faults ?? NO_CHECKS.faults;
  if (counts === undefined) return { groups, faults };
  const copies = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  checkCount(ofCopies, copies, counts.duplicates.images);
  for (const fault of IMAGE_FAULTS) checkCount(ofFaults, faults[fault].length, counts.faults[fault]);
  return { groups, faults };
}

function checkCount(file: string, found: number, images: number): void {
  if (found !== images) throw damaged(file, message('file-image-count', { found, images }));
}
