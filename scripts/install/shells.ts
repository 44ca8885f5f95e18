import { existsSync } from 'node:fs';
import path from 'node:path';
import { canInstallWithApt, installWithApt } from './apt';
import { runCommand } from './runCommand';

/** Shells that the command line has completion for, besides bash; Windows has no tests of them. */
const SHELLS = ['zsh', 'fish'];

/** Installs the shells that completion is tested in and that are missing: on Linux where root may, on macOS in CI. */
export async function ensureShells(): Promise<void> {
  const missing = SHELLS.filter((shell) => !isInstalled(shell));
  if (missing.length === 0) return;
  const purpose = 'Installing shells';
  const announce = (program: string) =>
    console.log(`Installing ${missing.join(' and ')} with ${program} for the tests of completion.`);
  if (canInstallWithApt()) {
    announce('apt-get');
    await installWithApt(purpose, missing);
  } else if (process.platform === 'darwin' && process.env.CI === 'true' && isInstalled('brew')) {
    announce('Homebrew');
    const env = { ...process.env, HOMEBREW_NO_AUTO_UPDATE: '1', HOMEBREW_NO_INSTALL_CLEANUP: '1' };
    await runCommand({ purpose, file: 'brew', args: ['install', ...missing], env });
  }
}

const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
