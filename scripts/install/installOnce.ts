import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { retryInUse } from '../../src/files/retryInUse';
import { INSTALL_DIR } from '../repoPaths';

export interface Installation {
  /** Folder name; contains the version and, when the recipe changes, its revision, so that a new recipe installs anew. */
  readonly name: string;
  readonly announce: string;
  readonly install: (folder: string) => Promise<void>;
}

/**
 * Returns the folder of a finished installation, installing first where there is none.
 *
 * The work is done in a folder beside it which is renamed last: a folder under its final name is always complete, a run
 * that is stopped half-way leaves nothing that looks finished, and of two runs at once the second uses the first's.
 */
export async function installOnce({ name, announce, install }: Installation): Promise<string> {
  const folder = path.join(INSTALL_DIR, name);
  if (existsSync(folder)) return folder;
  await removeAbandoned(name);
  const unfinished = `${folder}.part-${process.pid}`;
  console.log(announce);
  try {
    await mkdir(unfinished, { recursive: true });
    await install(unfinished);
    await retryInUse(() => rename(unfinished, folder));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function removeAbandoned(name: string): Promise<void> {
  await mkdir(INSTALL_DIR, { recursive: true });
  const prefix = `${name}.part-`;
  for (const entry of await readdir(INSTALL_DIR)) {
    if (!entry.startsWith(prefix) || isRunning(Number(entry.slice(prefix.length)))) continue;
    await rm(path.join(INSTALL_DIR, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: no such process
  }
}
