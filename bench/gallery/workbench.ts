import type { CDPSession, Frame, Page } from 'playwright-core';
import type { CodeServer } from '../../scripts/vscode/codeServer';
import { openExtension } from '../../scripts/vscode/openExtension';
import { runPaletteCommand } from '../../scripts/vscode/runPaletteCommand';
import { workbenchUrl } from '../../scripts/vscode/workbenchPage';
import { workbenchReady } from '../../test/vscode/host/driveContext';
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
  const { page, server, stop } = await openExtension({ name: 'bench-gallery', viewport: VIEWPORT });
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
async function extensionHost(server: number): Promise<ProcessInfo | undefined> {
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
