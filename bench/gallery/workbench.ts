import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/install/chromium';
import { ensureCodeServer } from '../../scripts/install/codeServer';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { ScriptError } from '../../scripts/scriptError';
import { startCodeServer, type CodeServer } from '../../scripts/vscode/codeServer';
import { linkExtension } from '../../scripts/vscode/linkExtension';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { openWorkbenchPage, workbenchUrl } from '../../scripts/vscode/workbenchPage';
import { workbenchReady } from '../../test/vscode/host/driveContext';
import { runPaletteCommand } from '../../test/vscode/host/runPaletteCommand';
import { processTree, type ProcessInfo } from '../processes/processTree';
import { installProbe } from './probe';

const VIEWPORT = { width: 1920, height: 1080 };

/** A real VS Code (code-server in headless Chromium) with this checkout's extension and the drawn run's folder open. */
export interface Workbench {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly server: CodeServer;
  /** Loads the window anew, with an extension host in which nothing has been read. */
  readonly reload: () => Promise<void>;
  readonly runCommand: (title: string) => Promise<void>;
  /** The document of the open gallery. */
  readonly gallery: () => Promise<Frame>;
  readonly stop: () => Promise<void>;
}

export async function openWorkbench(folder: string): Promise<Workbench> {
  const chromiumPath = await ensureChromium();
  if (chromiumPath === undefined)
    throw new ScriptError('No Chromium was found; install one or set CHROMIUM_PATH.');
  const temporary = await createTemporaryFolder('bench-gallery');
  const extensionsDir = path.join(temporary.path, 'extensions');
  await mkdir(extensionsDir);
  await linkExtension(REPO_ROOT, extensionsDir);
  const server = await startCodeServer({
    installed: await ensureCodeServer('current'),
    userDataDir: path.join(temporary.path, 'user-data'),
    extensionsDir,
  });
  const opened = await openWorkbenchPage({ chromiumPath, viewport: VIEWPORT });
  const { page } = opened;
  const stop = async () => {
    await opened.close();
    await server.stop();
    await temporary.remove();
  };
  try {
    // What the loader of these sources wraps named functions in; the page has none.
    await page.addInitScript({ content: 'globalThis.__name ??= (named) => named' });
    await page.addInitScript(installProbe);
    const cdp = await page.context().newCDPSession(page);
    const reload = async () => {
      await page.goto(workbenchUrl(server.origin, folder));
      await workbenchReady(page);
      await atRest(server.pid);
    };
    await reload();
    const runCommand = (title: string) => runPaletteCommand(page, title);
    return { page, cdp, server, reload, runCommand, gallery: () => galleryFrame(page), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** VS Code itself is at work for a while after a window has appeared; what is measured then is not the extension. */
async function atRest(server: number): Promise<void> {
  const deadline = performance.now() + REST_TIMEOUT_MS;
  for (let quiet = 0, before = Infinity; quiet < QUIET_SECONDS && performance.now() < deadline;) {
    const host = await extensionHost(server);
    quiet = host !== undefined && host.cpuMs - before <= QUIET_CPU_MS ? quiet + 1 : 0;
    before = host?.cpuMs ?? Infinity;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

const REST_TIMEOUT_MS = 120_000;
const QUIET_SECONDS = 4;
const QUIET_CPU_MS = 30;

/** The process that runs the extensions; the newest, for that of a window before ends only later. */
export async function extensionHost(server: number): Promise<ProcessInfo | undefined> {
  const tree = await processTree(server);
  return tree
    .filter(({ commandLine }) => commandLine.includes('--type=extensionHost'))
    .sort((a, b) => b.pid - a.pid)[0];
}

const FRAME_TIMEOUT_MS = 60_000;

async function galleryFrame(page: Page): Promise<Frame> {
  const element = page
    .frameLocator('iframe.webview.ready')
    .frameLocator('#active-frame')
    .locator('label-review');
  await element.waitFor({ timeout: FRAME_TIMEOUT_MS });
  const frame = await (await element.elementHandle()).ownerFrame();
  if (!frame) throw new Error('The gallery has gone while it was looked for.');
  return frame;
}

/** The middle of the grid, in the window. */
export async function gridBox({ gallery }: Workbench): Promise<{ readonly x: number; readonly y: number }> {
  const box = await (await gallery()).locator('[role=grid]').boundingBox();
  if (box === null) throw new Error('The gallery shows no grid.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
