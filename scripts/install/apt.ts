import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './runCommand';

/** Whether packages of the system may be installed: on Debian or what derives from it by root, and in CI by who may become it. */
export function canInstallWithApt(): boolean {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  return isRoot() || (process.env.CI === 'true' && spawnSync('sudo', ['-n', 'true']).status === 0);
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Installs packages of the system; `purpose` is said where that fails, e.g. `Installing Chromium`. @throws ScriptError */
export async function installWithApt(purpose: string, packages: readonly string[]): Promise<void> {
  const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const [file, ...args] = isRoot() ? apt : ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', ...apt];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...rest: readonly string[]) =>
    runCommand({ purpose, file: file!, args: [...args, ...rest], env });
  await run('update');
  await run('install', '-y', '--no-install-recommends', ...packages);
}
