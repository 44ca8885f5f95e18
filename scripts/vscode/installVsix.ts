import { access } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledCodeServer } from '../install/codeServer';
import { runCommand } from '../install/runCommand';
import { serverEnvironment } from './serverEnvironment';

export interface VsixInstallation {
  readonly codeServer: InstalledCodeServer;
  readonly vsix: string;
  readonly extensionsDir: string;
  readonly userDataDir: string;
}

/** Installs a .vsix as a user does; works without a network. */
export async function installVsix({
  codeServer,
  vsix,
  extensionsDir,
  userDataDir,
}: VsixInstallation): Promise<void> {
  const folders = ['--extensions-dir', extensionsDir, '--user-data-dir', userDataDir];
  await runCommand({
    purpose: `Installing ${path.basename(vsix)}`,
    file: codeServer.node,
    args: [codeServer.entry, '--install-extension', vsix, ...folders],
    env: serverEnvironment(),
  });
  await access(path.join(extensionsDir, 'extensions.json'));
}
