import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npmCommand } from '../../scripts/install/npmInstall';
import { runCommand } from '../../scripts/install/runCommand';
import { lockedClosure, readLockedPackages } from '../../scripts/package/lockedPackages';
import { REPO_ROOT } from '../../scripts/repoPaths';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder, of nobody's project, in which the package is installed. */
export interface InstalledPackage {
  readonly folder: string;
  /** Runs a script in the folder. */
  readonly node: (...args: readonly string[]) => Promise<Finished>;
  /** Runs what `npx` finds there; it may install nothing. */
  readonly npx: (...args: readonly string[]) => Promise<Finished>;
  readonly remove: () => Promise<void>;
}

/**
 * Installs a tarball as its users do, but without the network: what it depends on is put there first, from this checkout's
 * `node_modules`, and npm finds that it need not fetch it.
 */
export async function installPackage(tarball: string): Promise<InstalledPackage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'label-review-npm-'));
  for (const key of await dependencies())
    await cp(path.join(REPO_ROOT, key), path.join(folder, key), { recursive: true });
  const npm = npmCommand();
  await runCommand({
    purpose: 'Installing the package',
    file: npm.file,
    args: [...npm.args, 'install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball],
    cwd: folder,
  });
  return {
    folder,
    node: (...args) => finish(process.execPath, args, folder),
    npx: (...args) => finish(npm.file, [...npm.args, 'exec', '--offline', '--no', '--', ...args], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** sharp and all that it needs, its build for this machine among them: the keys of the lock file are the folders. */
async function dependencies(): Promise<readonly string[]> {
  const locked = await readLockedPackages();
  const sharp = lockedClosure(locked, ['sharp']);
  const here = [
    `@img/sharp-${process.platform}-${process.arch}`,
    `@img/sharp-libvips-${process.platform}-${process.arch}`,
  ];
  const builds = here.map((name) => `node_modules/${name}`).filter((key) => locked.has(key));
  return [...sharp.keys(), ...builds];
}

async function finish(file: string, args: readonly string[], cwd: string): Promise<Finished> {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
