import { existsSync } from 'node:fs';
import { runCommand } from './runCommand';

/** Whether this is root on Debian or what derives from it, who may install packages. */
export function canInstallWithApt(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs packages of the system; `purpose` is said where that fails, e.g. `Installing Chromium`. @throws ScriptError */
export async function installWithApt(purpose: string, packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand({ purpose, file: 'apt-get', args: ['update'], env });
  await runCommand({
    purpose,
    file: 'apt-get',
    args: ['install', '-y', '--no-install-recommends', ...packages],
    env,
  });
}
