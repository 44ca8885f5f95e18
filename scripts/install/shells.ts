import { existsSync } from 'node:fs';
import path from 'node:path';
import { canInstallWithApt, installWithApt } from './apt';

/** Shells that the command line has completion for, besides bash. */
const SHELLS = ['zsh', 'fish'];

/** Installs the shells that completion is tested in and that are missing, where root may. */
export async function ensureShells(): Promise<void> {
  const missing = SHELLS.filter((shell) => !isInstalled(shell));
  if (missing.length === 0 || !canInstallWithApt()) return;
  console.log(`Installing ${missing.join(' and ')} with apt-get for the tests of completion.`);
  await installWithApt('Installing shells', missing);
}

const isInstalled = (shell: string): boolean =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, shell)));
