import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../src/core/names';
import { cacheFolder, runsFolder, type StoreLocation } from '../src/store/location';
import { listRuns } from '../src/store/runs';
import { runCommand } from '../scripts/install/runCommand';
import { REPO_ROOT } from '../scripts/repoPaths';
import { ScriptError } from '../scripts/scriptError';

const CLI = path.join(REPO_ROOT, 'dist', 'cli.js');
/** The paper's protocol takes hours on 60,000 images. */
const LONGEST_SCAN_MS = 24 * 3_600_000;

/** Scans the folder with the built command line, decoding afresh, and returns the folder of the new run. */
export async function scanFolder(folder: string, flags: readonly string[]): Promise<string> {
  await access(CLI).catch((cause: unknown) => {
    throw new ScriptError(`There is no ${CLI}; run "npm run build" first.`, { cause });
  });
  const location: StoreLocation = {
    root: folder,
    folder: path.join(folder, STORE_FOLDER),
    isFallback: false,
  };
  await rm(cacheFolder(location), { recursive: true, force: true });
  const earlier = new Set((await listRuns(location)).map(({ id }) => id));
  await runCommand({
    purpose: `Scanning ${path.basename(folder)} ${flags.join(' ')}`,
    file: process.execPath,
    // Without --json the whole table would be printed.
    args: [CLI, 'scan', folder, '--json', ...flags],
    timeoutMs: LONGEST_SCAN_MS,
  });
  const run = (await listRuns(location)).find(({ id }) => !earlier.has(id));
  if (run === undefined) throw new ScriptError(`The scan of ${folder} has left no run.`);
  return path.join(runsFolder(location), run.id);
}
