import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureChromium } from '../install/chromium';
import { ensureCodeServer } from '../install/codeServer';
import { REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';
import { startCodeServer, type CodeServer } from './codeServer';
import { linkExtension } from './linkExtension';
import { createTemporaryFolder } from './temporaryFolder';
import { openWorkbenchPage } from './workbenchPage';

export interface OpenExtensionOptions {
  /** What the temporary folder is for; part of its name. */
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** The user's settings, by their ids. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface OpenExtension {
  /** Where VS Code is to be opened, see `workbenchUrl`. */
  readonly page: Page;
  readonly server: CodeServer;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a current VS Code (code-server and a headless Chromium) with this checkout's extension and fresh settings.
 * @throws ScriptError where there is no Chromium.
 */
export async function openExtension(options: OpenExtensionOptions): Promise<OpenExtension> {
  const { name, viewport, settings } = options;
  const chromiumPath = await ensureChromium();
  if (chromiumPath === undefined)
    throw new ScriptError('No Chromium was found; install one or set CHROMIUM_PATH.');
  const temporary = await createTemporaryFolder(name);
  const extensionsDir = path.join(temporary.path, 'extensions');
  await mkdir(extensionsDir);
  await linkExtension(REPO_ROOT, extensionsDir);
  const server = await startCodeServer({
    installed: await ensureCodeServer('current'),
    userDataDir: path.join(temporary.path, 'user-data'),
    extensionsDir,
    ...(settings && { settings }),
  });
  const opened = await openWorkbenchPage({ chromiumPath, viewport });
  const stop = async () => {
    await opened.close();
    await server.stop();
    await temporary.remove();
  };
  return { page: opened.page, server, stop };
}
